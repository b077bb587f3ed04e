"""Figures of how well labels are found and how much teaching helps: `mmdesk train evaluate-tags`.

labelled_sets  labelled sets, with what is known of each picture and label
protocol  who teaches what: photos taught with, photos held out
figures   precision, naming and calibration before and after
curve     the curve over z that makes probabilities, fitted
run       from a data pack and a model folder to figures
"""
