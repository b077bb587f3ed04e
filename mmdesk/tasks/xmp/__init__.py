"""Tags and stars go to sidecars, and come from them: only when asked, and after a look at the difference."""
