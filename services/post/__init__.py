"""Results that go out by post: parcels, the carrier's news about them, the list handed over each day."""
