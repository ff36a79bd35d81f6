"""Events become reports and exports."""
