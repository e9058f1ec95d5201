"""Short and familiar forms of given names: the common ones, since a list of all has no end."""

_GROUPS = """
abigail abby
agnieszka aga
alexander alex sascha sasha alec alejandro aleksandr aleksander xander xandi
alexandra alex sandra sasha aleksandra alexa xandra
anastasia nastya
andreas andy andre andrew drew andrzej andrei andrey andi
angelika angelica geli angie
anna anne annie anja anya hanna hannah
anthony tony antonio anton antoni toni
barbara barb babs barbel
benedikt bene
benjamin ben benny
bernhard bernd bernard bernie
bradley brad
brigitte gitti birgit
catherine katherine kathy kate katie cathy katharina kathrin katrin katja ekaterina katarzyna
charles charlie chuck karl carl carlos carlo
christian chris
christina christine chris tina kristina christiane
christopher chris christoph christof kit topher
cornelia conny connie
cynthia cindy
daniel dan danny
david dave davey
deborah debbie deb
dieter didi
dmitry dima dmitri
dominik dominic domi nick
donald don donnie
dorothy dorothea dot dottie
douglas doug
eduardo edu
edward ed eddie ted teddy ned edoardo eduard eduardo
elena yelena lena
elizabeth liz lizzie beth betty eliza elisabeth elsa lisa lise bettina lisl sissi
emanuel manuel manny manu emmanuel
eugene gene evgeny yevgeny zhenya eugen
florian flo
francis frank francesco francisco paco franz franciszek
franziska franzi
frederick fred freddy friedrich fritz federico
friederike rike
gabriel gabe
gabriele gabriela gabi gaby
george jorge georg jerzy giorgio yuri schorsch
gerald gerry jerry
gerhard gerd gert
gregory greg gregor grzegorz grigory
gunther guenther gunter guenter gunni
harold harry hal
heinrich heinz henry harry hank henri enrique
ignacio nacho
ivan vanya john
jacob jake jakob jacques jack jakub kuba
jacqueline jackie
james jim jimmy jamie
jeffrey jeff geoffrey geoff
jennifer jen jenny
jessica jess jessie
jiri jirka
joachim jochen achim
john jack johnny jon johannes hans johann juan jean giovanni jan hannes hansi honza gianni
jonathan jon jonny
joseph joe joey josef jose pepe giuseppe jozef sepp yusuf beppe ze
joshua josh
katarzyna kasia
katharina kathi kathrin
katherine kay
kenneth ken kenny
kimberly kim
konstantin kostya costa
krzysztof krzysiek
lawrence larry laurence lorenz lars
leonard leo leonhard len leon
louis lou luis ludwig luigi
madeleine maddie madison
magdalena magda lena
manfred manni
manuela manu
margaret maggie meg peggy rita margarete greta gretchen margarita malgorzata gosia marge
maria mary marie mia mitzi
mathias matthias matt matthew mateusz matteo mathew matze
maximilian max
michael mike mick mickey michel michal miguel mikhail misha micha michi
michelle shelly
mohammed muhammad mohamed mehmet mo
monika monica moni
natalia natasha natalie talia nat
nathaniel nathan nate
nicholas nick nico nikolaus klaus niklas nikolai nicolas kolya
oliver ollie olivier
pamela pam
patricia pat patty tricia trish
patrick pat paddy rick
paul pavel pablo paolo pawel
peter pete piotr pedro pierre pyotr piotrek
philip phil pip philipp philippe felipe
rafael rafa
raymond ray
rebecca becky becca
richard rick dick rich ricky ricardo richie
robert bob bobby rob robbie bert roberto
ronald ron ronny ronnie
rudolf rudi
sabine bine
samantha sam sammy
samuel sam sammy
sebastian seb basti bastian
sergey serge sergio serezha
siegfried siggi sigi
stanislav stanislaw stas
stephanie steffi steph stefanie
stephen steve steven stefan stephan stefano esteban stepan stevie
susan sue susie suzanne susanne zuzanna susi suzie susanna
svetlana sveta
tatiana tatjana tanya
theodore ted teddy theo theodor
theresa terry tess teresa resi
thomas tom tommy tomas tomasz tomek
timothy tim timmy
tobias tobi toby
ulrich uli ulli
ulrike uli ulli rike
ursula uschi ulla
valentina valya tina
veronika veronica vroni
victor viktor vic vitya
victoria vicky tori viktoria
vincent vince vinny vincenzo vicente
vladimir vova volodya vlad
vyacheslav slava
walter walt wally
wilhelm willi willy
william will bill billy liam wilhelm guillermo guillaume willem
wolfgang wolf wolfi
zachary zach zack
"""


def _of_words() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(_GROUPS.strip().splitlines()):
        for word in line.split():
            groups.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


_NUMBERS = _of_words()
_NONE: frozenset[int] = frozenset()


def are_forms_of_one_name(one: str, other: str) -> bool:
    """Say whether two given names, in small Latin letters, are called by each other's form."""
    return not _NUMBERS.get(one, _NONE).isdisjoint(_NUMBERS.get(other, _NONE))


def groups_of(word: str) -> frozenset[int]:
    """Return the numbers of the groups of forms a given name belongs to."""
    return _NUMBERS.get(word, _NONE)
