"""What steering is measured on: prompts after which the words' odds are read, and sentences about other things."""

PROMPTS = (
    "Today I went to the park and I",
    "The story begins with a",
    "I opened the door and saw",
    "My friend told me that",
    "In the evening we",
    "Let me tell you about the",
    "The letter said that",
    "When I woke up, I",
    "Outside the window there was a",
    "They looked at each other and",
)
NEUTRAL = (
    "Water boils at one hundred degrees Celsius at sea level, and it freezes at zero.",
    "The river flows from the mountains through three valleys before it reaches the plain.",
    "To make bread, mix flour, water, salt and yeast, let it rise, and bake it for forty minutes.",
    "A triangle has three sides, and the sum of its angles is one hundred and eighty degrees.",
    "The museum opens at nine in the morning and closes at five on every day except Monday.",
)
TEMPERATURE, TOP_P = 0.8, 0.95  # of the texts
