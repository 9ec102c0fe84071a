"""Why a message: one decision with everything that led to it."""
