"""A page taken apart once: its text, its addresses, its scripts."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

UNREAD = ["script", "style", "noscript", "template", "svg"]
LOADING = (("script", "src"), ("iframe", "src"), ("frame", "src"), ("link", "href"), ("img", "src"), ("form", "action"))
PARTS = (("img[src]", "src"), ("script[src]", "src"), ('link[rel~="stylesheet"][href]', "href"))
REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]\s*(?:url\s*=)?\s*[\"']?([^\"']+)", re.IGNORECASE)
SPACES = re.compile(r"\s+")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LONGEST_ADDRESS = 2000
MOST_NODES = 5000  # of a kind: a page of more is no shop's first page


@dataclass(slots=True)
class Page:
    """A page, its parts read where they are asked for."""

    tree: LexborHTMLParser
    address: str
    source: str

    @classmethod
    def of(cls, text: str, address: str) -> "Page":
        """Take a page apart; `address` is where it was found, or what the page itself says its base is."""
        tree = LexborHTMLParser(text)
        base = tree.css_first("base[href]")
        joined = _joined(address, (base.attributes.get("href") or "") if base else "")
        return cls(tree=tree, address=joined or address, source=text.lower())

    def attribute(self, selector: str, name: str) -> str:
        """An attribute of the first element of a kind, empty if there is none."""
        node = self.tree.css_first(selector)
        return one_line(node.attributes.get(name) or "") if node else ""

    def meta(self, name: str) -> str:
        """The content of a `<meta>` by its name, whatever its capitals."""
        for node in self.tree.css("meta[content]")[:MOST_NODES]:
            told = node.attributes.get("name") or node.attributes.get("http-equiv") or ""
            if told.strip().lower() == name:
                return one_line(node.attributes.get("content") or "")
        return ""

    def text_of(self, node: LexborNode | None) -> str:
        """Text of an element on one line."""
        return one_line(node.text(separator=" ")) if node else ""

    def loaded(self) -> str:
        """Addresses that the page loads or leads to, and its own scripts: where tools give themselves away."""
        found = [node.attributes.get(name) or "" for tag, name in LOADING for node in self.tree.css(tag)[:MOST_NODES]]
        found += [node.attributes.get("href") or "" for node in self.tree.css("a[href]")[:MOST_NODES]]
        found += [node.text() or "" for node in self.tree.css("script")[:MOST_NODES]]
        found += [node.attributes.get("class") or "" for node in self.tree.css("[class]")[:MOST_NODES]]
        found += [node.attributes.get("id") or "" for node in self.tree.css("[id]")[:MOST_NODES]]
        return html.unescape("\n".join(found)).lower()

    def links(self) -> Iterator[str]:
        """Addresses of web pages that it links to, each once, its own first."""
        own = urlsplit(self.address).hostname
        found = dict.fromkeys(self._joined_all("a[href]", "href"))
        pages = [address for address in found if address != urldefrag(self.address)[0]]
        yield from sorted(pages, key=lambda address: urlsplit(address).hostname != own)

    def parts(self) -> Iterator[str]:
        """Addresses of pictures, scripts and styles, each once."""
        yield from dict.fromkeys(address for selector, name in PARTS for address in self._joined_all(selector, name))

    def _joined_all(self, selector: str, name: str) -> Iterator[str]:
        for node in self.tree.css(selector)[:MOST_NODES]:
            address = _joined(self.address, node.attributes.get(name) or "")
            if address:
                yield address

    def words_of(self, selector: str) -> str:
        """Texts of the elements of a kind, in small letters, one to a line."""
        nodes = self.tree.css(selector)[:MOST_NODES]
        told = (node.text(separator=" ") or node.attributes.get("value") or "" for node in nodes)
        return "\n".join(one_line(words).lower() for words in told)

    def refresh(self) -> str:
        """Where the page sends on by itself, empty if it stays."""
        found = REFRESH.match(self.meta("refresh")[:LONGEST_ADDRESS])
        return _joined(self.address, found[1].strip()) if found else ""

    def text(self) -> str:
        """What a visitor reads, on one line. Takes out of the tree what is not read: asked for last."""
        self.tree.strip_tags(UNREAD)
        return self.text_of(self.tree.body)


def one_line(text: str) -> str:
    """A text on one line, without marks that cannot be seen and turn what stands around them."""
    return SPACES.sub(" ", UNSEEN.sub("", text)).strip()


def _joined(base: str, told: str) -> str:
    """A whole web address without its fragment, empty if it is none."""
    told = "".join(told.split()) if len(told) <= LONGEST_ADDRESS else ""
    try:
        address = urldefrag(urljoin(base, told))[0]
        return address if told and urlsplit(address).scheme in {"http", "https"} and urlsplit(address).hostname else ""
    except ValueError:
        return ""
