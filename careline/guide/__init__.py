"""Leading through what others have built: the page "Set up your service". It keeps nothing and knows no room from inside."""
