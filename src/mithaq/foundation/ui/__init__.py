"""The visual language: shell, tokens, components and pictures. `README.md` in `static/ui` keeps its budgets."""
