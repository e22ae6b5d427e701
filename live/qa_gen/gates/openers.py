"""The words that open a sentence with a capital and are no part of a name. Pure.

Articles, pronouns, prepositions, conjunctions, adverbs and quantities of seven languages; numerals
are told by their value.
"""

from functools import lru_cache

from live.numerals import LANGUAGES, folded, numerals
from live.qa_gen.gates.words import NOTHING_SAID, fold

_WORDS = """
a about above across after again against all almost along already also although always among an
and another any anyone approximately are around as at because before behind below beneath beside
besides between beyond both but by can could despite did do does during each either even every
everyone everything except few fewer first five for former from half has have he her here his how
however if in inside instead into is it its just last later least less like many mainly more most
mostly much my near nearly neither never next no nobody none nor not nothing now of off often on
once one only or other others our out outside over overall part per perhaps roughly same second
several she should since so some somebody someone something still such than that the their them
then there therefore these they third this those through throughout to together too toward twice
under unless unlike until up upon very was we well were what when where whether which while who
whose why will with within without would yes yet you your

aber alle allein allen aller alles als also am an andere anders auch auf aus außer bei beide
beiden beides beim bereits bis bisher da dabei dadurch dafür dagegen daher damals damit danach
daneben dann daran darauf daraus darin darum darüber das dass davon davor dazu dein dem den denn
der deren des deshalb dessen dich die dies diese diesem diesen dieser dieses doch dort durch ein
eine einem einen einer eines einige entgegen er erst erste ersten erstmals es etwa etwas euer fast
für ganz gegen gegenüber genau genug gut halb hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren
ihrer im immer in ins insgesamt inzwischen ist ja je jede jedem jeden jeder jedes jedoch jemand
jene jenem jenen jener jenes jetzt kein keine keinem keinen keiner keines knapp kurz laut man
manche mehr mehrere mein meist mindestens mit nach nachdem neben nicht nichts niemand noch nun nur
ob oberhalb obwohl oder ohne pro rund sehr sein seine seinem seinen seiner seines seit seitdem
sich sie sind so sobald sogar solche sonst sowie später statt teils trotz um und ungefähr unser
unter unterhalb viel viele vielleicht vom von vor wann warum was wegen weil weiter welche welcher
welches wem wen wenig wenige weniger wenn wer werden wie wieder wir wird wo wobei wodurch wurde
wurden während zu zudem zuerst zuletzt zum zur zusammen zuvor zwar zwischen dasjenige derjenige
diejenige diejenigen

à afin ailleurs ainsi alors après assez au aucun aucune auparavant aussi autant autour autre
autres aux avant avec beaucoup bien car ce ceci cela celle celles celui ces cet cette ceux chacun
chacune chaque chez comme comment contre dans de depuis derrière des dès desormais deux devant
dont du durant elle elles en encore enfin ensuite entre environ est et eux grâce hors ici il ils
jamais je jusque jusqu la laquelle le lequel les lesquels leur leurs lors lorsque lui là ma mais
malgré même mes moins mon ne ni non nos notre nous où on or ou oui outre par parce parmi pas
pendant personne peu plus plusieurs plutôt pour pourquoi près presque puis puisque quand quant que
quel quelle quelques qui quoi rien sa sans sauf se selon ses seul seule seulement seuls si soit
son sont sous sur surtout tandis tant tel telle tous tout toute toutes trois trop un une vers vos
votre vous

al algo alguien algunas alguno algunos alrededor ambas ambos ante antes apenas aproximadamente
aquel aquella aquellas aquello aquellos aquí así aún aunque bajo bastante cada casi como con
contra cual cuando cuanto de debido del desde después donde durante e el ella ellas ellos en
entonces entre era eran es esa esas ese eso esos esta estas este esto estos fue fueron ha hacia
han hasta hay la las le les lo los luego mas más me menos mi mientras mucho muchos muy nada nadie
ni ningún ninguna no nos nuestra nuestro o otra otras otro otros para pero poco por porque pues
que quien quienes salvo se según ser si sí sido siempre sin sino sobre solamente solo son su sus
tal también tampoco tan tanto todas todavía todo todos tras tres tu un una unas uno unos vuestra y
ya yo

a adesso ai al alcune alcuni all alla alle allo altra altri ancora anche appena attorno avanti che
chi ci ciascuno cioè circa col come con contro così cui da dagli dai dal dalla dalle davanti degli
dei del dell della delle dello dentro di dopo dove due dunque durante e ecco egli entrambe
entrambi entro era esse essi fino fra fuori già gli i il in infine inoltre insieme intanto intorno
invece io la le lei li lo loro lui lungo ma mai meno mentre mezzo molte molti molto ne nei negli
nel nell nella nelle nello nemmeno nessun nessuna nessuno niente noi non nostra nostro nulla o
ogni oltre oppure ora per perché però più poco poi prima presso proprio qualche quale quali quando
quanto quasi quel quella quelle quelli quello questa queste questi questo qui quindi se secondo
sei senza si sia sin sono sopra sotto sta stato stesso su sua subito sue sugli sui sul sulla sulle
suo suoi tale tanto tra tre troppo tutta tutte tutti tutto un una uno verso vi vicino

à acima agora ainda além algo alguém algum alguma algumas alguns ambas ambos ante antes ao aos
apenas após aquela aquelas aquele aqueles aquilo as até cada cerca com como conforme contra da das
de debaixo dela delas dele deles dentro depois desde dessa desse desta deste do dois dos duas
durante e ela elas ele eles em embora enquanto entre era essa essas esse esses esta estas este
estes eu foi foram fora há isso isto já lá mais mas mediante menos mesmo muita muitas muito muitos
na nada não nas nela nele nem nenhum nenhuma nessa nesse nesta neste ninguém no nos nossa nosso
num numa nunca o onde os ou outra outras outro outros para pela pelas pelo pelos perante pois por
porém porque pouco poucos quais qual quando quanto quase que quem se seja sem sempre sendo seu
seus sob sobre sua suas são só também tanto tão toda todas todo todos três tudo um uma umas uns
você

aan achter al alle alleen alles als alweer andere beide bij bijna binnen bovendien boven buiten
daar daarna daarom dan dat de deze die dit doch door dus een eerst elk elke en er gedurende geen
haar heel hem het hier hij hoe hun ieder iedere iedereen iemand iets ik in is jij jullie langs
maar meer meest men met mijn na naar naast niemand niet niets nog nooit nu of om onder ongeveer
ons ook op over per pas ruim samen sinds slechts soms te tegen terwijl toch toen tot tussen twee
uit van vanaf vanwege veel verder volgens voor voordat waar waarom wanneer want was wat we weinig
wel welke wie wij zelfs zes zich zij zijn zo zoals zonder zowel zulke
"""
_KNOWN = frozenset(map(fold, _WORDS.split())) | NOTHING_SAID


@lru_cache(maxsize=4096)
def opens(word: str) -> bool:
    """Tells whether a word with a capital only opens a sentence: `Celui`, `Zur`, `Twelve`."""
    plain = fold(word.rstrip("."))
    return plain in _KNOWN or any(folded(plain) in numerals(code) for code in LANGUAGES)
