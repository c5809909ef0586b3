"""A new act beside the published edition: proposed, staged, reviewed, activated, taken back."""
