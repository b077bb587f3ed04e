"""Values of painting: prompt, spec, presets, and the frames that come back on the way."""
