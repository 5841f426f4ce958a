"""Accounts: who is asked in, who comes in, who leaves. Each step is a fact of the operations journal."""
