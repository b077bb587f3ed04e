"""How the window looks: a few greys, one type scale, an 8 px grid. Pictures are the only colour."""
