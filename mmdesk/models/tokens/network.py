"""The transformer, key for key as the GPT of taming-transformers has it, which follows Karpathy's minGPT.

Its logits are those of the published networks. Keys and values of the tokens seen so far are kept in a
`KeyValueCache`, so that a token more costs one token's work and not that of the whole sequence.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

INIT_STD = 0.02
"""Standard deviation of fresh weights, as in GPT-2 (Radford et al. 2019)."""

UNSEEN = -1e4
"""Score of a token that must not be seen; its weight is zero, in half precision, too."""

HEAD, TIED = "head.weight", "tok_emb.weight"
"""The head, and the embedding that serves as head, too, where there is none of its own (weight tying, Press
and Wolf 2017, https://arxiv.org/abs/1608.05859)."""


@dataclass(frozen=True, slots=True)
class TransformerShape:
    """Sizes of the network, by the names that the published configs have for them.

    The first `n_unmasked` tokens of a sequence, a prefix, see each other both ways; all others see what is
    before them.
    """

    vocab_size: int
    block_size: int
    n_layer: int = 12
    n_head: int = 8
    n_embd: int = 256
    n_unmasked: int = 0


class KeyValueCache:
    """Keys and values of the tokens that `n` sequences have so far, layer by layer."""

    def __init__(self, shape: TransformerShape, n: int, weight: Tensor) -> None:
        size = (shape.n_layer, n, shape.n_head, shape.block_size, shape.n_embd // shape.n_head)
        self._keys, self._values = weight.new_empty(size), weight.new_empty(size)
        self.length = 0

    def extend(self, layer: int, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        """Take in `key` and `value` [n, heads, new, d]; returns all there are, [n, heads, length + new, d].

        The length grows when `advance` is called, after the last layer.
        """
        end = self.length + key.shape[2]
        self._keys[layer, :, :, self.length : end] = key
        self._values[layer, :, :, self.length : end] = value
        return self._keys[layer, :, :, :end], self._values[layer, :, :, :end]

    def advance(self, count: int) -> None:
        """Count `count` tokens more."""
        self.length += count


class CausalAttention(nn.Module):
    """Attention of several heads to the tokens before (Vaswani et al. 2017)."""

    def __init__(self, shape: TransformerShape, layer: int) -> None:
        super().__init__()
        width = shape.n_embd
        self.key, self.query = nn.Linear(width, width), nn.Linear(width, width)
        self.value, self.proj = nn.Linear(width, width), nn.Linear(width, width)
        self._heads, self._layer = shape.n_head, layer

    def forward(self, x: Tensor, seen: Tensor | None, cache: KeyValueCache | None) -> Tensor:
        """What each token of `x` [n, t, width] gathers; `seen` [t, all] is true where it may look."""
        q, k, v = self._split(self.query(x)), self._split(self.key(x)), self._split(self.value(x))
        if cache is not None:
            k, v = cache.extend(self._layer, k, v)
        gathered = _attended(q, k, v, seen)
        joined: Tensor = self.proj(gathered.transpose(1, 2).flatten(2))
        return joined

    def _split(self, x: Tensor) -> Tensor:
        """Heads of their own, [n, heads, t, d]."""
        n, t, _ = x.shape
        return x.view(n, t, self._heads, -1).transpose(1, 2)


class TransformerBlock(nn.Module):
    """Attention, then a small network for each token, both added to what goes through (pre-norm)."""

    def __init__(self, shape: TransformerShape, layer: int, dropout: float) -> None:
        super().__init__()
        width = shape.n_embd
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = CausalAttention(shape, layer)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, seen: Tensor | None, cache: KeyValueCache | None) -> Tensor:
        """`x` [n, t, width] with what attention and the small network add."""
        x = x + self.drop(self.attn(self.ln1(x), seen, cache))
        added: Tensor = self.drop(self.mlp(self.ln2(x)))
        return x + added


class CodeTransformer(nn.Module):
    """Tokens to the logits of the token after each: codes of a picture behind a prefix, in one vocabulary."""

    def __init__(self, shape: TransformerShape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.tok_emb = nn.Embedding(shape.vocab_size, shape.n_embd)
        self.pos_emb = nn.Parameter(torch.zeros(1, shape.block_size, shape.n_embd))
        self.drop = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(TransformerBlock(shape, layer, dropout) for layer in range(shape.n_layer))
        self.ln_f = nn.LayerNorm(shape.n_embd)
        self.head = nn.Linear(shape.n_embd, shape.vocab_size, bias=False)
        self.apply(_initialise)

    @property
    def is_tied(self) -> bool:
        """Whether the embedding serves as head, too."""
        return self.head.weight is self.tok_emb.weight

    def tie(self) -> None:
        """Let the embedding serve as head, too: a small model has better uses for its parameters."""
        self.head.weight = self.tok_emb.weight

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits [n, t, vocabulary] after each of `tokens` [n, t]."""
        logits: Tensor = self.head(self.features(tokens))
        return logits

    def features(self, tokens: Tensor) -> Tensor:
        """What the head makes logits of, [n, t, width], after each of `tokens` [n, t]."""
        normed: Tensor = self.ln_f(self._hidden(tokens, None))
        return normed

    def next_logits(self, tokens: Tensor, cache: KeyValueCache) -> Tensor:
        """Logits [n, vocabulary] after the last of `tokens` [n, new], which come after those in `cache`.

        A prefix that is seen both ways must come in one piece.
        """
        hidden = self._hidden(tokens, cache)[:, -1]
        cache.advance(tokens.shape[1])
        logits: Tensor = self.head(self.ln_f(hidden))
        return logits

    def new_cache(self, n: int) -> KeyValueCache:
        """An empty cache for `n` sequences."""
        return KeyValueCache(self.shape, n, self.pos_emb)

    def _hidden(self, tokens: Tensor, cache: KeyValueCache | None) -> Tensor:
        start, count = cache.length if cache else 0, tokens.shape[1]
        if start + count > self.shape.block_size:
            raise ValueError(f"{start + count} tokens are more than the {self.shape.block_size} it can see")
        hidden: Tensor = self.drop(self.tok_emb(tokens) + self.pos_emb[:, start : start + count])
        seen = self._seen(start, count, tokens.device)
        for block in self.blocks:
            hidden = block(hidden, seen, cache)
        return hidden

    def _seen(self, start: int, count: int, device: torch.device) -> Tensor | None:
        """True where a new token may look, [count, start + count]; None where it may look at everything."""
        if count == 1:
            return None
        places = torch.arange(start + count, device=device)
        seen = places[None] <= places[start:, None]
        prefix = self.shape.n_unmasked
        return seen | ((places[None] < prefix) & (places[start:, None] < prefix)) if prefix else seen


def _attended(query: Tensor, key: Tensor, value: Tensor, seen: Tensor | None) -> Tensor:
    """What `query` [n, heads, t, d] gathers of `value`, where `seen` [t, all] is true.

    Two plain products where gradients are wanted on a processor: the fused way back of torch takes half of a
    training there, and the whole training twice as long.
    """
    if seen is None or query.device.type != "cpu" or not query.requires_grad:
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
    scores = (query / query.shape[-1] ** 0.5) @ key.transpose(-1, -2)
    weights = scores.masked_fill(~seen, UNSEEN).softmax(-1)
    gathered: Tensor = weights.to(value.dtype) @ value
    return gathered


def _initialise(module: nn.Module) -> None:
    """Small normal weights, no biases."""
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=INIT_STD)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)
