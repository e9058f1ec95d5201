"""Common first names of Europe and the Americas, folded: a hint where no header helps."""

_COMMON = """
adam adrian agnieszka alan alejandro alessandro alex alexander alexandra alexandre alice
alicia amanda ana anders andrea andreas andrew andrzej angela anita anja ann anna anne
annika anthony antoine anton antonio ashley aurelie barbara bart beata beatriz ben benjamin
bernd bert birgit bjorn brian bruno camille carla carlos carmen carol caroline catherine
cecile charles charlotte chiara chloe chris christian christina christine christoph
christopher claire clara claudia clement cristina daniel daniela david deborah denis diana
diego dieter dirk dmitri dominik dorota edward elena elisabeth elizabeth ella emil emily
emma eric erik ernst eva ewa fabian fabio federico felix fernando filip florian francesca
francesco francisco francois frank franz frederic gabriel gabriela george georg gerard
giovanni giulia giuseppe grace greg guillaume gustavo hana hannah hans heike heinz helen
helena henri henrik hugo ian ines ingrid irena isabel isabella ivan jack jacob jakub james
jan jana janet jason javier jean jeff jennifer jens jerry jessica jim jiri joan joana joanna
joao joe johan johanna john jonas jonathan jorge jose josef joseph juan judith julia julie
julien jurgen karel karen karin karl katarina katarzyna kate katharina katherine kathrin
kevin kim klaus krzysztof lars laura laurent lea lena leon linda lisa louis luca lucas lucia
lucie luis luisa lukas magdalena maja malgorzata manuel manuela marc marcel marcin marco
marek margaret maria mariana marie marina mario marion mark marta martin martina mary
mateusz matteo matthew matthias max maxime melanie michael michal michel miguel mike milan
mohamed monica monika nadia nancy natalia natalie nicholas nick nicolas nicole nina noah
nora nuno olga oliver olivia olivier oscar pablo pamela paola patricia patrick patrik paul
paula paulo pavel pedro peter petr petra philip philipp pierre piotr rachel rafael ralf raul
rebecca renata ricardo richard rita robert roberto roland roman ryan sabine samuel sandra
sara sarah scott sebastian sergio silvia simon simone sofia sophia sophie stefan stefano
stephan stephanie stephen steve steven susan susanne sven tanja teresa thomas thorsten tim
tobias tom tomas tomasz torsten ulrich ulrike ute valentina valerie vanessa vera veronica
veronika victor victoria viktor vincent vladimir walter werner william wojciech wolfgang
yann yves zofia zoe
"""
FIRST_NAMES = frozenset(_COMMON.split())
