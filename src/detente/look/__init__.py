"""The look: style sheet, values and fonts of every page and picture. README.md beside this file tells the rules."""
