"""The search line: what a line of text asks for.

terms    words and pictures that are looked for
filters  conditions beside them: dates, cameras, stars and the like
periods  what a date in words stands for
bounds   ranges of numbers
line     a line in parts, each understood in its way; together they are the line itself
place_names  names of places, as people type them
known    names that a library has
offers   what people type without grammar, taken for more than words
languages  words of others than English
spelling  words that nobody knows, and what may be meant by them
reading   all of that, one after the other
matching, offer_words  what words mean, and which they are
"""
