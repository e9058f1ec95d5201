"""Short and familiar forms of given names: the common ones, since a list of all has no end."""

_GROUPS = """
alexander alex sascha sasha alec alejandro aleksandr aleksander xander
alexandra alex sandra sasha aleksandra
andreas andy andre andrew drew andrzej andrei andrey
anna anne annie anja anya hanna hannah
anthony tony antonio anton antoni toni
barbara barb babs barbel
benjamin ben benny
bernhard bernd bernard bernie
catherine katherine kathy kate katie cathy katharina kathrin katrin katja ekaterina katarzyna
charles charlie chuck karl carl carlos carlo
christian chris
christina christine chris tina kristina christiane
christopher chris christoph christof kit topher
daniel dan danny
david dave davey
deborah debbie deb
dmitry dima dmitri
dorothy dorothea dot dottie
edward ed eddie ted teddy ned edoardo eduard eduardo
elizabeth liz lizzie beth betty eliza elisabeth elsa lisa lise bettina
emanuel manuel manny manu emmanuel
eugene gene evgeny yevgeny zhenya eugen
florian flo
francis frank francesco francisco paco franz franciszek
frederick fred freddy friedrich fritz federico
gabriel gabe
george jorge georg jerzy giorgio yuri schorsch
gregory greg gregor grzegorz grigory
heinrich heinz henry harry hank henri enrique
ivan vanya john
jacob jake jakob jacques jack
james jim jimmy jamie
jennifer jen jenny
jessica jess jessie
joachim jochen achim
john jack johnny jon johannes hans johann juan jean giovanni jan hannes
jonathan jon jonny
joseph joe joey josef jose pepe giuseppe jozef sepp yusuf
joshua josh
katherine kay
kenneth ken kenny
konstantin kostya costa
lawrence larry laurence lorenz lars
leonard leo leonhard len leon
louis lou luis ludwig luigi
madeleine maddie madison
magdalena magda lena
margaret maggie meg peggy rita margarete greta gretchen margarita malgorzata
maria mary marie mia mitzi
mathias matthias matt matthew mateusz matteo mathew matze
maximilian max
michael mike mick mickey michel michal miguel mikhail misha micha
michelle shelly
mohammed muhammad mohamed mehmet mo
natalia natasha natalie talia nat
nicholas nick nico nikolaus klaus niklas nikolai nicolas kolya
oliver ollie olivier
pamela pam
patricia pat patty tricia trish
patrick pat paddy rick
paul pavel pablo paolo pawel
peter pete piotr pedro pierre pyotr
philip phil pip philipp philippe felipe
rebecca becky becca
richard rick dick rich ricky ricardo
robert bob bobby rob robbie bert roberto
ronald ron ronny ronnie
samantha sam sammy
samuel sam sammy
sebastian seb basti bastian
sergey serge sergio serezha
stephen steve steven stefan stephan stefano esteban stepan stevie
stephanie steffi steph stefanie
susan sue susie suzanne susanne zuzanna
theodore ted teddy theo theodor
theresa terry tess teresa resi
thomas tom tommy tomas tomasz
timothy tim timmy
tobias tobi toby
valentina valya tina
vladimir vova volodya vlad
victoria vicky tori viktoria
vincent vince vinny vincenzo vicente
walter walt wally
wilhelm willi willy
william will bill billy liam wilhelm guillermo guillaume willem
wolfgang wolf
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
