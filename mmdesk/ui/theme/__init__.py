"""The look of the window: a few greys, one type scale, an 8 px grid. Pictures are the only colour."""
