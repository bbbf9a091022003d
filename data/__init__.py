"""Facts in, warehouse out: the plan and the researched facts as CSV, and the code that turns them into a database."""
