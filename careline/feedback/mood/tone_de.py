"""German: words and pairs of words, plainly spelt, by how much more upset (or calm, below 0) mails hold them."""

TONE = {
    3.2: "geld",
    3.0: "will",
    2.8: "ich will,mein geld",
    2.7: "nie",
    2.6: "und _sie",
    2.5: "_sie haben,und dann",
    2.3: "geld zuruck,mit einem,schreiben,was ich",
    2.1: "keiner,meines,stunden in,wollen,wollen _sie",
    1.9: "_ihren,_sie mich,anruf,bank,bewertung,erwarte,haben mir,ich erwarte,kunden,mann,"
    "und die,was _sie,wer",
    1.7: "_ihrem laden,allen,an die,anzeige,arm,auch noch,auf sich,augen,aus dem,aus der,"
    "behalten,buro,dame,das geld,die dame,die wohnung,elf,erst,erwarte heute,essen,fuhle,"
    "fuhle mich,geduld,geld und,gelogen,habe _ihnen,hatten _sie,horen _sie,ich aus,ich fuhle,"
    "ich je,in den,internet,leuten,meine anwaltin,melden,mit mir,nennen,nie wieder,rufe,"
    "sehen,sich nicht,sitzen,stehe,stunden,und _ihr,verstorbenen,voll,von _ihrem,was fur,"
    "weil,weil _ihr,will heute,will mein,wohnung war,wort,zahle ich,zahlen",
    1.6: "einem,ich schreibe,laden,neun,zuruck",
    1.5: "_ihrem",
    1.4: "? ich,auf dem,fotos,fur ein,hatten,jetzt,und ich",
    1.3: "_ihr,leute,schreibe",
    1.2: "_sie sich,aus,bei _ihnen,dafur,dann,ganze,geben,gehe,horen,in _ihrem,in _ihrer,sei",
    1.1: "_ihnen,bezahlt,heute,sechs",
    1.0: "angerufen,anwaltin,bis freitag,das paket,dass das,daten,eine rechnung,erklaren,firma,"
    "fruh,geben _sie,gehen,hat das,hier,hiess,ins,jahre,je,jedem,kaution,keinen,kommt,"
    "mal,mein konto,mensch,nacht,rad,sein,sitzt,sprechen,stand,uberhaupt,uns,versicherung,"
    "vor dem,weiss,wissen,wohl,wohnung,zahle",
    0.9: "_ihre,_ihrer,dass ich,drei,kein,keine,meinem,uhr",
    0.8: "an,da,eigentlich,erfahren,es nicht,euro,freitag,heute fruh,ihn,machen,mein,meiner,"
    "morgen,nichts,ohne,schalter,telefon,tochter,vor,wochen",
    0.7: "_sie auf,_sie es,_sie mein,ab jetzt,abend,alle,allein,am schalter,am telefon,"
    "amtsgericht,anfang,antworten,bezahlt habe,bitten,brief,dabei,damit,das heute,das nicht,"
    "das noch,das rad,die kaution,fragt,geburtstag,gehe ich,gemeldet,geschrieben,gewesen,"
    "gutschein,haben,haben es,heute noch,hiess es,hotel,hotline,ich an,ich bin,ich im,"
    "ich meinen,ihre,im mai,januar,jeder,kind,kleine,kopf,liefern,liegen,machen _sie,"
    "meinen,mir fehlen,mit den,musik,musste ich,nach der,namen,nicht da,regen,schreibe ich,"
    "seit,service,sich,sieben,trotzdem,tur,uber den,und,und im,unter,verstehe,vertrag,"
    "wahrend,war das,weg und,wenn das,wurden,zu,zuruck und,zwolf",
    0.6: "bescheid,das ist,dem,einfach,ende,fahrer,gesagt,ich _ihnen,ist der,jemand,kinder,"
    "kommen,konnen _sie,konto,lassen,lauft,mich,mir die,monat,musste,mutter,richtig,vier,"
    "was",
    0.5: "_sie,antwort,auf den,bis,einer,funf,mit,weg",
    0.4: "_sie mir,ich habe,mir,so,wie",
    0.3: "abgebucht,anderen,app,bei,bin,das,das teil,das war,denn,dieser,falsche,falschen,"
    "fehlen,finden,fur eine,ganz,geschickt,habe,haben _sie,ich,ich vor,in die,ist die,"
    "ist eine,kaputt,komme,loschen,mails,marz,meine mutter,mir das,mit dem,niemand,per,"
    "schliessen,sohn,sonst,techniker,teil,tisch,tun,vergessen,vierzig,ware,wenn ich,"
    "wir sind,wo,woche,zehn",
    0.2: "alles,geht,ich das,im,in,meine,nicht,rechnung,steht,zum",
    -0.2: "am,auch,der,die rechnung,dienstag,eine,gar nicht,habe ich,hatte,in der,in ordnung,"
    "kann,nach,nicht mehr,nummer,ordnung,schicken,soll,stehen,tag,und der,unsere,viel,"
    "vorher,warum,wir",
    -0.3: "als,die,er,mehr,oder,sind,uber,wurde",
    -0.4: "_sie die,alte,bekomme,bringen,dass die,dass ein,die karte,donnerstag,einmal,es die,"
    "fur einen,fur meine,geehrte,glaube,hat die,ich die,ich glaube,ich mich,ich noch,immer,"
    "immer noch,ist ein,ja,juni,kam,karten,kurs,mehr als,mein sohn,muss ich,nachsehen,"
    "nein,nichts zu,passwort,sehr geehrte,sie,sollte,um,von mir,zwei",
    -0.5: "bestellt,bestellung,fur den,karte,schon,wegen",
    -0.6: "am montag,artikel,auf der,beim,bekommen,braucht,die lieferung,grosse,handy,konnte,"
    "minuten,prufen,reparatur,viele,von _ihnen",
    -0.7: "bin ich",
    -0.8: "andern,auf die,brauchen,dass der,frage,lieferung,mochte,nun,schicken _sie,sehr,"
    "soll ich,unser,vielleicht,zeigt,zeit,zur",
    -0.9: "?,formular,gestern,schicken ?,seite,vom",
    -1.0: "aber",
    -1.1: "? es,_sie bitte,_sie sie,als pdf,alten,angebot,anleitung,auch fur,bei gelegenheit,"
    "bei mir,bestatigung,bitte schicken,bitte um,chat,danke fur,das bitte,das etikett,"
    "die anleitung,ehrlich,ehrlich gesagt,ein neus,ersatz,ersten,es eilt,etikett,exportieren,"
    "foto,gelegenheit,getauscht,gibt,grund,grusse,grussen,hallo,ich ein,ich warte,"
    "ich wollte,ist sie,jahr,kein problem,klingel,knopfe,kostet,kundigen,lampe,langer,laut,"
    "leider,letzten,lieferbar,meldet,mir den,mir eine,mir ist,mochten,nachsehen ?,neus,"
    "newsletter,noch auf,noch nicht,pdf,preis,problem,reparieren,saur,schrieb,sind fur,"
    "sind wir,steht noch,stimmt,tauschen ?,um die,und was,update,was kostet,wir haben,"
    "wirklich,wollten,wurde gern",
    -1.2: "nur,wann",
    -1.3: "_sie eine,_sie meine,blau,dritte,eilt,eilt nicht,fehlt,filiale,funktioniert,gern,gilt,"
    "guten tag,hatte ich,ich hatte,ich wurde,nach dem,neu,ruckmeldung,schade,statt,stunde,"
    "vermutlich,version",
    -1.4: "etwas",
    -1.5: "anbei,die neu,fehler,finde ich,tauschen,wegen der,wollte,zweiten",
    -1.6: "finde,fur die,guten,modell,passt",
    -1.8: "konnten",
    -1.9: "danke",
    -2.0: "kann ich",
    -2.1: "gibt es",
    -2.5: "konnten _sie",
    -3.4: "bitte",
}  # fmt: skip
