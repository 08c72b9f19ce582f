"""What proofread reads, proves and refutes, and what it says."""
