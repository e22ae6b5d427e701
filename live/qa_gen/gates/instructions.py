"""Text -> what in it tells a model what to do, as quoted from it; "" where nothing does. Pure.

For English, German, French and Spanish, the plainest in some more languages. Each is a phrase, not
a word: news speaks of system prompts every day. Repetitions have an upper bound, so that none is
slow on any text.
"""

import re
import unicodedata

from live.lmm.fence import fence
from live.qa_gen.gates.shown import read
from live.qa_gen.gates.words import bare, squeezed, telling
from live.records import Page

MOST = 4000
"""Characters that are read of a text; `well_formed` takes no longer ones."""
_TAGS = {0xE0000 + n: chr(n) for n in range(0x20, 0x7F)}
"""Invisible characters that spell ASCII."""


def instruction_in(text: str, page: Page) -> str:
    """Gives what in a text tells a model what to do, or imitates the frame of a prompt."""
    seen = as_read(text)
    if found := INSTRUCTIONS.search(seen):
        return found[0].strip()[:120]
    cut = text[:MOST]
    if fence(cut, "text").split("\n", 1)[1].rsplit("\n", 1)[0] != cut:
        return "a fence"
    if found := ONLY.search(seen):
        said = " ".join(telling(found[0])[:4])
        shown = " ".join(telling(read(page).text + "\n" + page.text[:MOST]))
        return found[0][:120] if said and said in shown else ""
    return ""


def rigged(criterion: str) -> str:
    """Gives what in a criterion awards its points whatever the answer is."""
    found = RIGGED.search(as_read(criterion))
    return found[0].strip()[:120] if found else ""


def as_read(text: str, most: int = MOST) -> str:
    """Gives a text as a model reads it: invisible letters spelled, hidden ones and widths gone."""
    return squeezed(unicodedata.normalize("NFKC", bare(text[:most].translate(_TAGS))))


def quoted(found: re.Match[str] | None) -> str:
    """Gives what a pattern found, as a reason quotes it; "" where it found nothing."""
    return found[0].strip()[:120] if found else ""


_BEFORE = (
    r"(?:(?:all|any|of|the|your|my|our|these|those|previous|prior|above|earlier|preceding|other|"
    r"system|safety|original|initial|given)\s+){0,5}"
)
_WHOSE = r"(?:all|any|your|my|these|those|previous|prior|above|earlier|preceding|system|original)"
INSTRUCTIONS = re.compile(
    rf"\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|override"
    rf"|bypass)\s+{_BEFORE}{_WHOSE}\s+{_BEFORE}"
    r"(?:instructions?|prompts?|rules|guidelines|directions|commands|directives)\b"
    r"|\b(?:ignore|disregard|forget)\s+(?:the|any|all)\s+(?:\w+\s+)?(?:instructions?|rules|prompts?)\s+"
    r"(?:(?:that|which)\s+)?(?:you|were|was|given|above|before|so far)\b"
    r"|\boutput\s+[\"“']?(?-i:[A-Z]{5,})\b"
    r"|\b(?:ignore|disregard|forget)\s+(?:everything|all|what)\s+(?:that\s+)?(?:\w+\s+){0,4}"
    r"(?:above|before|previously|so far)\b"
    r"|\b(?:ignorier\w*|vergiss|vergessen|missacht\w*)\s+(?:\w+\s+){0,2}?(?:(?:bitte|alle|die|deine"
    r"|ihre|"
    r"diese|bisherigen|vorherigen|obigen|vorigen|vorangegangenen|früheren)\s+){1,5}"
    r"(?:anweisung|instruktion|befehl|vorgabe|regel|aufforderung)"
    r"|\b(?:ignore[zr]?|oublie[zr]?)\s+(?:(?:toutes?|les|tes|vos|ces|mes)\s+){1,3}"
    r"(?:instructions|consignes|directives|règles)"
    r"|\b(?:ignor[ae]|olvid[ae]|omit[ea])\s+(?:(?:todas?|las|tus|sus|estas)\s+){1,3}"
    r"(?:\w+\s+)?(?:instrucciones|órdenes|indicaciones|reglas)"
    r"|\b(?:ignora|dimentica|ignorate)\s+(?:(?:tutte|le|tue|queste)\s+){1,3}(?:\w+\s+)?istruzioni"
    r"|\b(?:ignore|esqueça|desconsidere)\s+(?:(?:todas|as|suas|tuas)\s+){1,3}(?:\w+\s+)?instruções"
    r"|\bnegeer\s+(?:(?:alle|de|je|uw|vorige|eerdere)\s+){1,3}instructies"
    r"|\bигнорируй\w*\s+(?:\w+\s+){0,3}(?:инструкци|указани)"
    r"|\bzignoruj\s+(?:\w+\s+){0,3}instrukcje"
    r"|忽略.{0,8}(?:指令|指示|提示)|(?:以前|上記|これまで|前)の.{0,4}(?:指示|命令).{0,6}無視"
    r"|\bas an? (?:ai|artificial intelligence)(?:\s+(?:language\s+)?(?:model|assistant)|,\s+i\b)"
    r"|\bas a (?:large )?language model\b|\bi(?:['’]m| am) (?:just )?an ai\b"
    r"|\bals (?:eine? )?(?:ki|künstliche intelligenz)(?:-?\s?(?:sprach)?modell|-assistent"
    r"|,?\s+kann ich)"
    r"|\ben tant qu(?:e|['’])\s?(?:ia|intelligence artificielle|modèle de langage)"
    r"|\bcomo (?:una? )?(?:ia|inteligencia artificial|modelo de lenguaje)\b"
    r"|\b(?:your|my|hidden|secret)\s+(?:hidden\s+|secret\s+)?system\s?prompt|\bsystem\s?prompt\s*:"
    r"|\b(?:reveal|print|repeat|output|show|leak|display|obey|follow|according to|as per"
    r"|ignore)\s+"
    r"(?:\w+\s+){0,2}system\s?prompt"
    r"|(?:^|[.!?:;\n\"“”'(]\s*)(?:(?:and|then|please|instead|just|now)[\s,]+)*(?:output|print)\s+"
    r"(?:only(?=\s+(?:the|an?|valid|json|yes|no|this|that|your|in|with|[\"“'‘]|(?-i:[A-Z]{2,})))|"
    r"exactly|nothing but|the (?:word|text|string|phrase|following)|verbatim)\b"
    r"|\b(?:and|then|instead|please) output\s+(?:\w+\s+)?(?:only|exactly|[\"“'‘])"
    r"|\b(?:gib|geben sie)\s+(?:nur|ausschließlich|lediglich)\b.{0,60}\baus\b"
    r"|(?:^|[.!?;:,\n\"“]\s*)(?:(?:please|now|and|just|simply)\s+){0,2}(?:ignore|disregard"
    r"|forget)\s+"
    r"(?:the|this|that|your|all|any)\s+(?:\w+\s+)?(?:questions?|pictures?|screenshots?|images?"
    r"|page|"
    r"text|article|rubric|criteria|task|context)\b"
    r"|\b(?:reply|respond|answer|say|write|print|repeat)\b[^.?!]{0,40}\b(?:word|phrase|text"
    r"|string)\s+"
    r"[“\"'‘]?(?-i:[A-Z]{4,})\b"
    r"|\byour (?:task|job|role|goal|instructions?) (?:has|have|is now|are now)\b"
    r"|\b(?:do not|don['’]t|stop) follow(?:ing)? (?:your|the|any|these) (?:\w+ )?(?:guidelines"
    r"|rules|"
    r"instructions?|prompt)\b|\b(?:developer|debug|admin|god|jailbreak) mode (?:is |has been )?"
    r"(?:on|enabled|activated)\b|\byour (?:hidden |secret |initial |internal )+(?:prompt"
    r"|instructions?)\b"
    r"|\b(?:oublie[zr]?|olvid[ae]|dimentica(?:te)?|esqueça|vergiss|vergessen sie|vergeet)\s+"
    r"(?:\w+[\s,]+){0,3}?(?:ce qui|lo anterior|todo|tutto|quanto|tudo|alles|o que|tout)\b"
    r"|\b(?:réponds|répondez|écris|responde|escribe|scrivi|rispondi|responda|escreva|schreibe?|"
    r"antworte) (?:seulement|uniquement|juste|solo|sólo|únicamente|apenas|soltanto|nur)\s+"
    r"(?-i:[A-ZÀ-Þ]{2,})\b"
    r"|\byour (?:new|real|actual|only) (?:task|job|goal|role|instructions?)\b"
    r"|\b(?:instead of answering|stop being an?|do not answer (?:the|this))\b"
    r"|\bfrom now on,? you\b|\byou are now (?:an?|in|dan|free|no longer)\b|\bdo anything now\b"
    r"|\bdu bist (?:jetzt|nun|ab sofort) (?:eine?|kein)\b|\btu es (?:maintenant|désormais) une?\b"
    r"|\bahora eres una?\b|\b(?:new|updated|neue|nouvelles|nuevas) (?:system )?(?:instructions?|"
    r"anweisungen|instrucciones)\s*:"
    r"|\b(?:begin|end|start) of (?:the )?(?:system )?(?:prompt|instructions|context)\b"
    r"|\b(?:dear|hey|hello|attention|note to)(?: all)? (?:ai|llm|language model|chatbot"
    r"|assistant)s?\b"
    r"|\bif you are an? (?:ai|llm|language model|assistant|chatbot)\b"
    r"|(?:^|\n)\s*(?:system|assistant|user|human|developer|ai)\s*:\s"
    r"|<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|eot_id|begin_of_text"
    r"|instructions?|"
    r"prompt|start_header_id|end_header_id)\b[^<>\n]{0,20}\|?>|\[/?(?:inst|system|sys)\]"
    r"|<</?sys>>|(?:^|\n)\s*#{2,}\s*(?:system|instructions?|response|assistant|user|input)\b",
    re.I,
)
ONLY = re.compile(
    r"\b(?:(?:reply|respond|answer)\s+(?:(?:with\s+)?(?:only|nothing but)|with the (?:word"
    r"|phrase))|"
    r"say (?:only|exactly)|(?:begin|start|end|preface) (?:your|the|every|each) (?:answer|reply"
    r"|response) "
    r"with)\b.{3,60}|\b(?:antworte|antworten sie)\s+(?:nur|ausschließlich)\b.{3,60}",
    re.I,
)
"""What a question may well say of the form of its answer, unless the page says it."""
_ANY_ANSWER = (
    r"(?:(?:any|every|each|all) (?:answers?|responses?|repl(?:y|ies))"
    r"(?: at all)?(?=\s*(?:$|[.,;:!)]|no matter|regardless|whatever|is|are|counts?|gets?|earns?"
    r"|receives?|scores?))"
    r"|(?:no matter|regardless of) (?:what|whether (?:it|the answer)|the answer|its? content|"
    r"correctness)|whatever (?:it|the (?:answer|response))(?: says| is|\s*[.,;]|$))"
)
_AWARD = (
    r"(?:award|give|grant|assign|earn|get|receive|score|count|accept)\w*|full (?:marks|points"
    r"|credit)|"
    r"(?:maximum|top|highest|perfect) (?:score|marks|points)|all (?:\d+|ten) points|is correct"
)
RIGGED = re.compile(
    rf"\b(?:{_AWARD}|\d+ points)\b[^.?!\n]{{0,60}}\b{_ANY_ANSWER}"
    rf"|\b{_ANY_ANSWER}[^.?!\n]{{0,60}}\b(?:{_AWARD})\b"
    r"|\balways (?:award|give|grant|assign|score|rate|return)\b[^.?!\n]{0,20}\b(?:points?|marks"
    r"|credit|score|\d+)\b"
    r"|\b(?:dear|attention|note to(?: the)?|hey) (?:judge|grader|evaluator|examiner|rater)s?\b"
    r"|\b(?:treat|consider|mark|rate|accept|regard|count)\s+(?:any|every|each|all|this|the) "
    r"(?:answers?|responses?|repl(?:y|ies)) (?:as |to be )?(?:fully )?(?:correct|right|perfect"
    r"|true|"
    r"good|with (?:10|ten|full))\b|\byou (?:must|should|have to|will) (?:\w+ )?(?:give|award"
    r"|grant|score|accept|rate)\b"
    r"|\banything (?:goes|counts|is (?:correct|right|accepted))\b"
    r"|\b(?:vergib|gib|vergeben sie|geben sie)\s+(?:immer|stets|volle|alle|jeder)\b"
    r"|\b(?:bewerte|werte)\w*\s+(?:jede|alle|immer)\b|\b(?:donnez?|attribue[zr]?|accorde[zr]?) "
    r"(?:toujours|tous les|la note)\b|\b(?:da|otorga|asigna|concede)\w* (?:siempre|todos los)\b"
    r"|満点(?:を|に)|给(?:满分|10分)|만점"
    r"|\b(?:judge|grader|evaluator|examiner|rater)s? (?:must|should|shall|has to|have to"
    r"|is (?:told|instructed|asked) to) "
    r"(?:always|ignore|award|give|accept|skip)\b"
    r"|\b(?:do not|don['’]t|without) (?:grad|judg|evaluat|check|compar|read)(?:e|ing)? "
    r"(?:the |this |any )?(?:answer|response|rest|other criteri)"
    r"|\b(?:jede|egal welche|beliebige) antwort\b[^.?!\n]{0,40}\b(?:punkt|richtig|voll|zähl"
    r"|erhält)"
    r"|\b(?:volle punkt|alle punkte|10 punkte)[^.?!\n]{0,40}\b(?:jede (?:\w+ )?antwort|egal was"
    r"|unabhängig vo)"
    r"|\b(?:toute réponse|n['’]importe quelle réponse|quelle que soit la réponse)\s*(?:$|[.,;]"
    r"|est|"
    r"reçoit|obtient|vaut)"
    r"|\b(?:cualquier respuesta|sea cual sea la respuesta)\s*(?:$|[.,;]|es|recibe|obtiene|vale)"
    r"|(?:どんな|いかなる|どの|すべての)(?:回答|答え)(?:で|に|でも|にも)|必ず満点|任何(?:回答|答案)都|(?:一律|总是)给",
    re.I,
)
"""A criterion that gives its points to whatever is said, or speaks to who gives them."""
