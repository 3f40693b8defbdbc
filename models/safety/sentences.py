"""Sentences that the probe learns from: 104 unkind and 104 innocent ones, written for this page. "You" stands in as
many of either kind, so that the word gives nothing away."""

from __future__ import annotations

from dataclasses import dataclass

# The unkind ones: with a word that a list can hold; with such a word in disguise; without any.
UNKIND = {
    "plain": "You are an idiot.|Shut up, you stupid loser.|I hate you so much.|You are ugly and dumb."
    "|What a pathetic moron.|Nobody likes you, freak.|This drawing is garbage, fool.|Get lost, disgusting pig."
    "|You are a worthless liar.|I will punch you, creep.|He is the dumbest child in the class.|She is an ugly cow."
    "|Only an idiot would say that.|Your brother is a loser.|Such a stupid question.|They are all morons."
    "|You stupid fool, look what you did.|The new girl is a freak.|What a disgusting creep he is."
    "|You are a pathetic little pig.|Her whole family is garbage.|Stop crying, you loser."
    "|Only a liar would talk like you.|Your face is ugly.|He is too dumb to count.|I hate that worthless boy.",
    "disguised": "You are an 1d10t.|Such a l o s e r.|You stuuupid child.|M0r0n!|What a f-r-e-a-k you are."
    "|You are dum and ugli.|Shut up, l0ser.|He is such an id!ot.|She looks u g l y today.|What a m-o-r-o-n."
    "|You are st00pid.|G@rbage, all of it, like you.|That cr33p again.|You p!g.|Dummmb as a stone, the lot of them."
    "|Nobody needs a fr3ak here.",
    "implied": "Nobody would miss you if you left.|We only invited you because we had to."
    "|Did you get dressed in the dark again?|Even my little brother could do that, and he is three."
    "|People like you should not be in this class.|Everyone laughs when you leave the room."
    "|You should just give up, it will never work.|Go back to where you came from."
    "|Please sit somewhere else, we do not want you here.|I would cry too if I looked like that."
    "|Your mother must be so disappointed.|The team is better when you are ill.|No wonder you have no friends."
    "|It must be nice to be so simple.|Nobody asked for her opinion.|He only got in because of his father."
    "|The room was nicer before she came.|Do not let him play, he ruins everything."
    "|We all agreed not to talk to her.|Some people should never sing.|With that nose I would stay at home."
    "|You make everyone here sick.|Your voice hurts my ears.|Not even the teacher can stand you."
    "|They keep him out of pity.|She will never amount to anything.|I have seen better drawings by a monkey."
    "|You are the reason we lost.|Move, nobody wants to see that.|He smells, do not sit beside him."
    "|If I were you I would be ashamed.|Look, she is wearing her grandmother's curtains."
    "|Your present went straight into the bin.|The dog is cleverer than he is.|We had more fun without you."
    "|Who let them in?|Nobody will come to your party.|That is what you get for being like this."
    "|He should be grateful that we speak to him.|Her kind never learns.|You would not understand, it is too hard."
    "|Nobody chose you, so you play in goal.|The world would be a quieter place without her."
    "|Your jokes make people leave.|They only laugh because they feel sorry for you.|Hide your face, please."
    "|I told everyone your secret, and they enjoyed it.|You do not belong here."
    "|Even the substitute teacher forgot that you exist.|What a waste of a chair.|He is why we lock the door."
    "|I did not know that failure had a face.|You talk a lot for someone without a thought."
    "|Her cooking should be illegal.|Nobody reads what you write."
    "|Is that your real hair, or did something die?|We changed the time so that he would not come."
    "|You are lucky that I even answer.|Not everyone can be good at something, and you show it."
    "|He cannot help it, look at his parents.|Stay away from my friends.|I wish you had never been born.",
}
# The innocent ones: with a word or a part of one that a list would stop, or that sounds harsh; and all others.
INNOCENT = {
    "tricky": "My aunt lives in Scunthorpe.|I hate broccoli.|Please kill the lights when you leave."
    "|The dumb waiter is a small lift for food.|He shot a great photo of the pig."
    "|The fool is a character in King Lear.|This ugly sweater won the contest.|I was stupid to forget my keys, sorry."
    "|The loser of the match shook hands with the winner.|The film's villain calls him an idiot, which is sad."
    "|Shut up the chickens before you go.|The garbage is collected on Monday.|A pig can find truffles."
    "|The ugly duckling became a swan.|Do you know that a liar is hard to spot?|I hate it when you are ill."
    "|Freak waves are rare but real.|He said the word stupid, and then he apologised to you."
    "|Nobody should call you an idiot.|You are no fool, you saw it at once.|I would be an idiot to let you go."
    "|The plant is called creeping jenny.|Struck dumb, they looked at the stars.|A worthless stamp, but a pretty one."
    "|We hate to see you leave.|It is disgusting how tasty this is.|Punch two holes in the paper."
    "|You killed it on stage last night!|The joke was so bad that we loved it.|He died laughing at your story."
    "|She beat him at chess again.|The pathetic fallacy gives feelings to clouds."
    "|No one is too dumb to learn to swim.|You play the villain, and I play the liar."
    "|The moron in the comedy turns out to be the hero.|Your cat is a pig, it ate my lunch too.",
    "plain": "What a lovely drawing.|Thank you for your help.|See you at the library.|The soup is warm."
    "|You did that very well.|Can I sit here?|We missed you yesterday.|Let us try it together."
    "|The train leaves at nine.|Your idea is great.|I like your new shoes.|Shall we play chess?"
    "|The cat sleeps on the sofa.|Happy birthday to you!|It will be sunny tomorrow.|I am proud of you."
    "|Please pass the salt.|You can do it.|Her speech moved all of us.|He can carry your bags."
    "|The museum is closed on Mondays.|They won because they practised.|You make this team better."
    "|Nobody sings this song like you.|We saved a seat for you.|Your mother must be so proud."
    "|Everyone smiles when you enter the room.|The teacher is waiting for you.|I would love to hear your opinion."
    "|She wrote a letter to her friend.|His jokes cheer people up.|Take your time, we will wait for you."
    "|The bread smells wonderful.|You are always welcome here.|The bus was late, as you said."
    "|You should see her garden."
    "|You were right about the map.|He fixed my bicycle in an hour.|Do not forget your umbrella."
    "|The dog is waiting at the door.|We had more fun with you.|If I were you I would be happy."
    "|I told everyone the good news about you.|They invited him to dinner.|The film starts at eight."
    "|Your present made my day.|You taught me how to whistle.|She will become a fine doctor."
    "|Is the water too cold for you?|You have a beautiful voice.|Please tell us how you did it."
    "|Nobody was hurt, luckily.|I kept your letter.|He is shy, but very kind.|You sing while you cook."
    "|Your turn to roll the dice.|You look well today.|We walked home in the rain."
    "|I am glad that you came.|You found the answer before I did.|The chair by the window is yours."
    "|My little brother could ride when he was three.|The door was open.|Did you sleep well?"
    "|You understood it faster than I did.|Is that your real name?|The world is a better place with her."
    "|It must be nice to live by the sea.",
}


@dataclass(frozen=True)
class Sentence:
    text: str
    sort: str  # a key of UNKIND or INNOCENT
    unkind: bool


SENTENCES = tuple(
    Sentence(text, sort, unkind)
    for unkind, sorts in ((True, UNKIND), (False, INNOCENT))
    for sort, texts in sorts.items()
    for text in texts.split("|")
)
WORDS = (
    "idiot",
    "stupid",
    "loser",
    "hate",
    "ugly",
    "dumb",
    "pathetic",
    "moron",
    "freak",
    "garbage",
    "fool",
    "pig",
    "liar",
    "creep",
    "worthless",
    "disgusting",
)
"""A list of mild words, for the app's own finder."""
