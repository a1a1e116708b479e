"""What `packaging/build.py` is made of: steps that turn the checkout into tested installers."""
