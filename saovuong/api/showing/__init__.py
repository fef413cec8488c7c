"""What operations answer with: pydantic models made from the rooms' shapes. An answer that is not of its model is a fault."""
