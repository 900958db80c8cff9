"""What sources say of one thing, what stands, and how it is taken back."""
