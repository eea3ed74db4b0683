"""Pages of small firms as they are found, for the tests of the look at a website."""

from tests.loopback import Page, html

BAKERY = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Boulangerie Aline, pain au levain à Schœlcher</title>
<meta name="description" content="Pain au levain, viennoiseries et gâteaux, cuits sur place chaque matin.">
<link rel="stylesheet" href="/style.css">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "Bakery", "name": "Aline",
"telephone": "+596 596 61 00 00", "address": {"@type": "PostalAddress", "postalCode": "97233"},
"openingHoursSpecification": [{"@type": "OpeningHoursSpecification", "opens": "06:00", "closes": "19:00"}]}]}</script>
</head><body><h1>Le pain d’Aline</h1>
<p>Ouvert du mardi au samedi de 6h à 13h et de 15h30 à 19h, le dimanche de 6 h à 12 h.</p>
<p>12 rue des Flamboyants, 97233 Schœlcher. <a href="tel:+596596610000">05 96 61 00 00</a>
<a href="mailto:bonjour@mabakery.test">Écrivez-nous</a></p>
<p>Chaque matin nous pétrissons, façonnons et cuisons sur place du pain au levain naturel, des brioches
et des gâteaux.</p>
<img src="/pain.jpg" alt="Pain"><img src="data:image/png;base64,AAAA" alt="">
<p><a href="/commande">Commander un gâteau</a> <a href="/mentions">Mentions légales</a>
<a href="/disparue">Nos recettes</a> <a href="#haut">Haut</a> <a href="javascript:void(0)">Menu</a>
<a href="https://www.facebook.com/aline">Facebook</a></p>
<script src="/matomo.js"></script></body></html>"""

OLD = b"""<html><head><title>Bienvenue</title><meta name="GENERATOR" content="Microsoft FrontPage 4.0">
<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head>
<body bgcolor="#ffffcc"><center><table width="800"><tr><td><font size="2">Garage Dupont, r\xe9parations de toutes
marques depuis 1985. Vidange, freins, pneus, climatisation, carrosserie, peinture. Devis gratuit sur place, nous sommes
situ\xe9s derri\xe8re la mairie et vous accueillons avec plaisir toute la semaine.</font></td></tr></table>
Copyright 2003-2009</center></body></html>"""

WORDPRESS = """<!doctype html><html lang="fr-FR"><head><meta name="viewport" content="width=device-width">
<meta name="generator" content="WordPress 6.4"><title>Salon Léa</title>
<link rel="stylesheet" href="/wp-content/themes/salon/style.css">
<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script><script>gtag('config', 'G-1');</script>
<script>!function(f,b){fbq('init', '1');}</script></head><body>
<p>Coupe, couleur, barbe et soins. Nous sommes ouverts toute la semaine, sur rendez-vous ou non, au centre du bourg,
avec ou sans attente, et nous vendons aussi les produits que nous employons.</p>
<a href="https://www.planity.com/salon-lea">Réserver</a>
<a class="add_to_cart_button" href="?add-to-cart=12">Ajouter au panier</a></body></html>"""

WIX = """<!doctype html><html lang="fr"><head><meta name="viewport" content="width=320, user-scalable=yes">
<meta name="generator" content="Wix.com Website Builder"><title>Atelier</title>
<script src="https://static.parastorage.com/services/wix-thunderbolt/main.js"></script></head><body>
<div id="SITE_CONTAINER"><p>Un atelier de céramique à Lyon : cours du soir, stages pour enfants, pièces uniques faites
à la main, commandes sur mesure pour les restaurants, location de four et vente de terre.</p>
<img src="https://static.wixstatic.com/media/a.jpg"></div></body></html>"""

SCRIPT_ONLY = """<!doctype html><html><head><title>Shop</title>
<meta name="viewport" content="width=device-width"></head>
<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>
<script src="/app.js"></script></body></html>"""

PARKED = (
    "<html><head><title>mabakery.test</title></head><body><h1>This domain is for sale!</h1> Buy it today.</body></html>"
)
WAITING = "<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1></body></html>"
SOON = "<html><head><title>Aline</title></head><body><h1>Notre site arrive bientôt</h1></body></html>"
LATIN = "<html><head><title>Crêperie</title></head><body>Crêpes sucrées et salées, cidre fermier.</body></html>".encode(
    "cp1252"
)


def bakery() -> dict[str, Page]:
    """The good bakery's pages, with one link that leads nowhere."""
    return {
        "/": html(BAKERY),
        "/style.css": Page(b"p{}" * 100, headers={"Content-Type": "text/css"}),
        "/pain.jpg": Page(b"\xff" * 50_000, headers={"Content-Type": "image/jpeg"}),
        "/matomo.js": Page(b"x" * 20_000, headers={"Content-Type": "text/javascript"}),
        "/commande": html("Commande"),
        "/mentions": html("Mentions"),
    }
