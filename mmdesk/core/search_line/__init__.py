"""The search line: what a line of text asks for.

terms     words and pictures that are looked for
filters   conditions beside them: dates, cameras, stars and the like
periods   what a date in words stands for; bounds, what a range of numbers does
line      a line in parts, each understood in its way; together they are the line itself
known     names that a library has; place_names, as people type those of places
offers    what people type without grammar, taken for more than words; simple_offers and offer_* are of it
languages     words of others than English
spelling      words that nobody knows, and what may be meant by them; plurals, what is known of those
reading       all of that, one after the other
editing       a line changed part by part; examples, photos put into it
completion    what a line may go on with; recalling, lines of before
several_things  a phrase that names things one after the other
matching      whether a name has what is said
"""
