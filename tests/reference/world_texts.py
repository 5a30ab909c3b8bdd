"""What the people of made-up worlds write: every cue, in several languages, and what is no text."""

from __future__ import annotations

ASKS = (
    "@acme where is the red button?",
    "acme is broken again and nobody helps me",
    "acme and globex: this is horrible, I hate it.",
    "Does anyone know how globex works?",
    "@acme please add a dark mode, that would be great",
    "I wish acme had a bell",
    "@acmehelp @globex why does it never work?",
    "where is the rocket of initech?",
    "@acme@social.example is the rocket ready?",
    "initech is a name of something else",
    "@jane it crashes whenever I open the second page of my papers",
    "???",
    "acme",
    "Wo ist der rote Knopf von acme? Ich finde ihn einfach nicht.",
    "Le bouton rouge d'acme ne marche pas du tout, je suis très déçue.",
    "acmeの赤いボタンはどこにありますか。誰か教えてください。",
)
TALK = (
    "I love acme, it is great",
    "acme is fine, globex is fine",
    "I recommend acme to all and everybody here",
    "You should try acme, I highly recommend it",
    "I saw acme yesterday in the shop",
    "globex is awful news",
    "Nothing to see",
    "100 %",
    "",
    "ok",
    "Ich habe acme gestern im Laden gesehen und gekauft",
)
TOPICS = (
    "How do you scan receipts?",
    "Can acme scan receipts?",
    "I scan acme receipts",
    "Who makes a model rocket that flies?",
    "We wrote a guide: scan receipts with a phone, no discount needed",
)
RETURNS = (
    "Thanks, that worked!",
    "It works now, you are great",
    "This is still horrible, I hate it.",
    "Page two has a picture.",
    "Danke, das war sehr nett und hat geholfen.",
    "@acme but where is the blue button?",
    "I recommend acme to all and everybody here",
    "",
)
PEERS = (
    "It is under the lid.",
    "acme hides it under the lid",
    "Same here, acme is broken",
    "@{asker} look under the lid, I did so too",
    "Have you read https://globex.example/help ?",
    "Guck mal unter den Deckel, da ist der Knopf.",
)
ANSWERS = (
    "We got your message.",
    "We got your message.",
    "Sorry to hear that! Turn it off and on. ^AB",
    "Sorry to hear that! Turn it off and on. ^CD",
    "I understand, @{asker}. I have passed it to our engineers under case 482913. - Ana",
    "It is under the lid, see https://acme.example/help?utm_source=forum",
    "Please DM us.",
    "The dark mode is now available.",
    "> {quote}\nIt is on page two.",
    "@{asker} talk to us at https://community.acme.example/forum/3",
    "Das tut uns leid, wir kümmern uns sofort darum.",
    "ご迷惑をおかけして申し訳ございません。すぐに確認いたします。",
    "https://acme.example/y",
    "",
)
ORIGINALS = (
    "Only today: 20 % discount, buy now! https://acme.example/shop?utm_source=x",
    "You asked, we listened: a bell, suggested by @ann",
    "Come and join us at our meetup, @ben",
    "Our rules: https://acme.example/community-guidelines",
    "We reply within 24 hours to every question",
    "Our annual report shows how many questions we answered https://acme.example/report.pdf",
    "The printer keeps its cartridge behind a small window, near the button",
    "Yesterday our football players visited a museum in Lisbon",
    "Talk at https://github.com/acme/app/issues",
    "Wir haben den Drucker und seine Patrone für alle neu gezeichnet.",
    "新しいページを書きました。ぜひ読んでください。",
    "News",
    "",
)
SPAM = "Cheap rockets for acme https://cheap.test/{number}"
