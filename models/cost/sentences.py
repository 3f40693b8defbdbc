"""Texts on which coarser weights are compared with the shipped ones. Ours; none was chosen by what came out."""

SENTENCES = (
    "The ferry to the island leaves at noon, unless the wind is too strong for the small boat.",
    "My grandmother keeps her letters in a wooden box under the stairs and reads one every Sunday.",
    "Water boils at one hundred degrees at sea level, and at a lower temperature high in the mountains.",
    "The committee decided to plant forty trees along the river before the end of October.",
    "When the lights went out in the theatre, the actors went on with candles in their hands.",
    "A bicycle with a flat tyre stood against the wall of the library for the whole winter.",
    "Bees tell each other with a dance where they have found flowers and how far away they are.",
    "She learned to play the violin from an old neighbour who never asked for any money.",
    "The train was late again, so we bought two cups of tea and waited on the platform.",
    "In the seventeenth century a single tulip could cost as much as a house in the city.",
    "If you want to bake bread, mix flour, water, salt and yeast, and let the dough rest for an hour.",
    "The astronomer wrote down the position of the planet every night for eleven years.",
)
