"""What the checks of this project say of material that was not made for them."""
