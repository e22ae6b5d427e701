"""The only door to models: one async protocol, a file a provider, a ledger and a budget."""
