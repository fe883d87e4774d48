"""Everyday words of the languages most spoken in Sweden besides Swedish and English, as people type them.

Also without their marks, and Arabic and Persian in Latin letters; words that are Swedish or English too are left out.
"""

from __future__ import annotations

from .language_words import KNOWN

_WORDS = {
    "fi": """minä mina sinä hän han me te he ja ei on ovat oli olen olet olemme mutta kun että etta koska niin myös myos
        missä missa mikä mika kuka miten täällä taalla siellä tämä tama tuo nyt eilen tänään tanaan huomenna poliisi
        apua auta auttakaa mies nainen lapsi auto varastettu varastettiin koira kadonnut kiitos hei moi kyllä kylla
        minun sinun hänen puhelin kello vieressä joku jotain näin nain minulla mulla mun mua sulla sillä tuolla nämä
        nama et emme eivät eivat ole oon olin onko tai kuin joka jos juuri äsken asken heti pian jokin mitä mita
        milloin kaikki paljon enää enaa vielä viela huono lapset poika tyttö tytto äiti aiti isä naapuri koti kotona
        ovi talo metsä metsa tulkaa nopeasti moikka terve päivää paivaa viime viikolla voi voiko pitää pitaa tulee
        meni""",
    "no": """jeg ikke hva hvor hvem hvorfor hvordan noen noe nå også har blitt ble være vært meg deg seg hun han dere
        etter mannen sykkel stjålet sett så fra gikk kjører kjørte politiet hjelp takk mye bare veldig gjør når eg
        ikkje kva korleis kven kvifor deres dykk noko nokon mykje berre nettopp akkurat før frå blei vere gjer skjer
        skjedde løp sier seier veit trur kanskje fortsatt allerede aldri skynd vær snill hei uke uka fjor morgen
        kveld gutt gutten jente jenta kona samboeren kjæresten naboen bestemor døra leiligheten hytta veien
        lensmannen sykkelen hverandre fordi hvis dersom selv ennå utenfor innbrudd ødelagt øks trenger hjelpe
        vennligst skjønner dessverre forrige helga løper gjennom tilbake mellom sånn åssen hvilken spurte""",
    "da": """jeg ikke hvad hvor hvem hvorfor hvordan nogen noget nu også har blevet blev være været mig dig sig hun han
        efter manden cykel stjålet set så fra gik kører kørte politiet hjælp tak meget bare gør når lige af der sket
        ham ved os vores hende hvornår hvornaar hvis jeres deres nogle kun ogsaa netop før siden ud hjem bliver
        vaere goer skete sidder løb siger sagde måske maaske stadig stadigvæk allerede altid hjaelp skynd tusind uge
        ugen iaftes imorgen aften morgen dreng drengen pige pigen konen kone søn datter kæreste naboen børn boern
        døren lejlighed lejligheden sommerhuset vejen gaden betjent fordi selv endnu udenfor indenfor bagved ovenpå
        nedenunder til gennem igennem kunne havde indbrud ødelagt behøver hjælpe venligst desværre forrige løber
        bagefter hvilken hvilket saadan fået faaet blive tilbage mellem spurgte selvfølgelig""",
    "de": """ich nicht und der die das ist sind war wir ihr sie er es mein meine dein habe hat haben wurde wird mit von
        zu auf für bei nach aus über gestern heute jetzt hier dort polizei hilfe bitte danke mann frau kind auto
        gestohlen gesehen ein eine einen kein keine wie wo wer was warum wenn aber auch noch schon mir mich dich dir
        sich uns euch meinen meinem sein seine ihre unser unsere des einem einer nichts seid waren wurden werden
        hatte hab kann können koennen muss müssen geht kommt kommen gibt oder weil dass wann jemand etwas alles alle
        gerade sofort morgen letzte woche immer nie ohne ueber vor hinter neben durch fuer gegen guten schnell
        kinder sohn tochter mutter vater nachbar haus wohnung tür tuer straße""",
    "es": """yo tú el ella ellos nosotros los las una unos que qué como cómo donde dónde cuando cuándo quien quién por
        para con sin pero muy también ahora hoy ayer aquí está estoy están fue robado robaron policía policia ayuda
        gracias hola hombre mujer niño niña coche calle perro perdido mi su del al un es y la de en favor necesito
        visto él ustedes ellas usted mis nuestro nuestra esta estan estaba estamos había habia tiene tienen puedo
        puede quiero quiere voy ir hace hacer dice dijo desde sobre porque cuál sí mucho mucha más mas aqui alli
        ahorita mañana manana noche semana pasada año siempre nunca tambien algo alguien nadie todos otro otra nino
        nina hijo hija mamá papá marido esposa vecino casa puerta carro ayúdenme socorro auxilio rápido buenas""",
    "pl": """ja nie jest są był była było że się w na do z od po dla przez jak gdzie kto kiedy dlaczego ale też tylko
        teraz wczoraj dzisiaj dziś tutaj tam policja policji pomoc pomocy proszę dziękuję dzień dobry mężczyzna
        kobieta dziecko samochód ukradli ukradziono widziałem widziałam mój moja mam ktoś coś bardzo mnie mi byla
        bylo będzie bedzie już juz jeszcze zaraz właśnie wlasnie dzis jutro czemu ktos co cos czy ze albo lub oraz
        więc wiec żeby zeby ona oni wy moj moje jego jej nas nam sie sobie tej który ktory która ktora przy przed ma
        mamy mogę moge można mozna prosze dziekuje cześć czesc dzien pomóżcie pomozcie ratunku szybko błagam blagam
        mieszkanie drzwi ulica samochod facet córka corka mąż żona matka ojciec sąsiad sasiad""",
    "so": """waa waan waxaan waxa waxay iyo oo ku ka la ma miyaa maxaa halkan halkaas hadda shalay maanta berri booliska
        boliiska boliska caawimaad caawi fadlan mahadsanid nin naag ilmo gaari baabuur xaday arkay anigu adigu isagu
        iyada waxan magaalada guriga aan kaaga jira waxaa wuxuu waxuu ayaa ayaan ayay ayuu baa baan bay buu aniga
        adiga isaga annaga idinka iyaga kani tani kaas taas meesha meel xagee halkee goorma sidee maxay waayo kumaa
        yaa ama laakiin haddii hadii hada marka markii inta inaan inuu inay aad uu soo sii iiga kuu kuugu maya haa
        caawiya qof dadka wiil gabadh gabar cunug caruurta carruurta hooyo hooyaday aabo aabahay walaal walaashay
        saaxiib guri albaab albaabka gaariga wadada boliis caawa todobaadkii sanadkii hore badan yar weyn jiraa
        jirta lahaa ahay tahay yahay ahaa doonayaa karaa""",
    "tr": """ben sen biz siz onlar ve bir bu şu için ile değil var yok ne nerede kim nasıl neden ama çok şimdi dün bugün
        yarın burada orada polis yardım lütfen teşekkürler merhaba adam kadın çocuk araba çaldılar çalındı gördüm
        benim senin evet hayır oldu beni bize bizim sana onu onun su bunu burda orda şurada nerde niye nasil kimse
        biri birisi iki üç veya fakat çünkü cunku eğer eger icin gibi kadar sonra önce simdi hemen demin bugun yarin
        geçen gecen hafta yıl yil gece degil mi mı oluyor olur etti ediyor yapıyor yapiyor geldi geliyor gitti
        gidiyor diyor dedi istiyorum bilmiyorum lutfen yardim edin imdat çabuk cabuk teşekkür tesekkur selam kadin
        cocuk oğlum oglum kızım kizim annem babam karım kardeşim kardesim komşu komsu evde kapı kapi sokak""",
    "bs": """ja nisam sam si je smo ste su nije i ili ali da li što šta gdje gde kada ko tko kako zašto zasto sada jučer
        juče danas sutra ovdje ovde tamo policija policiju pomoć pomoc molim hvala zdravo čovjek čovek žena dijete
        auto ukrali ukraden ukradeno vidio video vidjela moj moja mi me za na od sa nismo nisu bila bilo bili biti
        biće bice imam ima imaju nema neću necu neće nece hoće moze može mogu moram znam vidim kaže kaze idem ona
        oni mene moje njega njegov nas nama svi sve ovaj ovo neki neko netko niko sta koji koja kad zato jer ako već
        vec još jos samo upravo baš bas odmah jucer prosle prije pre poslije posle ispred iza pored kroz bez pod
        dobar upomoć upomagajte pomagajte brzo muž muz dete djeca deca komšija komsija kuća kuca ulica""",
    "sq": """unë jam është janë dhe nuk në për me nga si ku kush kur pse tani dje sot këtu policia ndihmë ju lutem
        faleminderit përshëndetje burrë grua fëmijë makina vjedhur pashë im ime një""",
    "fr": """je tu il elle nous vous ils et est sont était dans avec pour sans mais très aussi maintenant hier ici police
        aide merci bonjour homme femme enfant voiture volé vu mon ma mes une des les le la que qui où quand comment
        pourquoi pas ne ce cette""",
    "ar": """انا أنا اني آني انت انتي هو هي احنا نحنا انتو هم هذا هذه هاي هاد هادا شو شنو شكد شلون كيف كيفك وين ليش متى
        مين من في على عند عندي عندنا مع الى إلى عن لا ما مو مش لن هل هلق هسه الان الآن اليوم مبارح بكرا كان صار عم
        راح رح بدي بدنا اريد أريد فيني لازم كل شي شيء واحد كتير هواي بس لان يعني قبل بعد جنب قدام ورا فوق بيت البيت
        الباب سيارة شارع رجل زلمة مرة بنت ولد ابني بنتي امي ابي ابوي اخي اختي جوزي زوجي الشرطة ساعدوني ساعدونا شكرا
        مرحبا سلام shou wein leish mesh 3am 3ala 3ande hal2 halla2 ra7 baddi fini kteer ktir 7ada ba3ed l7a2ouni
        sa3douni""",
    "fa": """من تو او ما شما اونا این اون آن هست هستم نیست نیستم بود شد شده دارم داره داری دارن دارند کرده کردم میکنه
        میکنم میگه میشه میخوام میخواد رفت الان همین حالا دیروز امروز فردا هفته پیش ماه سال چی چرا کجا کجاست چطور
        چطوری کی چند هیچ همه یه یک یکی خیلی فقط هم که اگر اگه ولی برای با بدون از به در روی رو جلوی پشت خونه خانه
        ماشین خیابون پلیس کمک لطفا مرسی ممنون سلام ببخشید مرد زن بچه پسر دختر مادرم پدرم بابام مامانم شوهرم داداشم
        همسایه آیا نمیتونم بلد komak komakam lotfan mamnoon khoda khahesh kojast chetori alan yeki kheili khoone
        khune bache mikham mikhad mige darim nist shode karde""",
    "uk": """я ти він вона ми ви вони мене мені мій моя моє мої його їх нас нам цей ця це ці той та там тут де коли куди
        звідки чому як хто хтось що щось чи який яка так ні не немає є був була було були буде бути зараз щойно вже
        ще тільки просто дуже сьогодні вчора завтра минулого тижня місяць року тому або але бо якщо щоб для без від
        до за на над під перед при про через біля у в із можна можу треба хочу знаю будь ласка дякую добрий день
        привіт допоможіть допомога рятуйте швидко людина чоловік жінка дитина діти син донька мама тато сусід дім
        двері вулиця поліція dyakuyu laska dopomozhit pryvit""",
    "ti": """ኣነ ንስኻ ንስኺ ንስኹም ንሱ ንሳ ንሕና ንሳቶም ንሳተን እዚ እዛ እዚኣ እቲ እታ እቶም እዮም እዩ እያ እየ ኢና ኢኹም ኣሎ ኣላ ኣለዉ ኣለኹ ኣለና የብሉን የብለይን ነይሩ
        ነይራ ነበረ ኮይኑ ኣይኮነን ኣይፈልጥን ኣይከኣልን ሕጂ ሎሚ ትማሊ ጽባሕ ለይቲ ዓሚ ዝሓለፈ ሰሙን ወርሒ ዓመት ቅድሚ ድሕሪ ኣብ ናብ ካብ ምስ ብዛዕባ ልዕሊ ትሕቲ ውሽጢ
        ደገ እንታይ መን ኣበይ መዓስ ከመይ ስለምንታይ ክንደይ ወይ ድማ ግን ከኣ ስለ እንተ ሓደ ሓንቲ ክልተ ሰለስተ ብዙሕ ኩሉ ሰብ ሰብኣይ ሰበይቲ ቆልዓ ቆልዑ ወዲ ወደይ ጓል
        ጓለይ ኣቦይ ኣደይ ሓወይ ሓፍተይ ዓርከይ ጎረቤት ገዛ ገዛና ማዕጾ መኪና መንገዲ ፖሊስ ሓግዙኒ ሓግዙና ቀልጥፉ በጃኹም ብኽብረትኩም የቐንየለይ ሰላም ቤት ትምህርቲ ሓደጋ
        ሓዊ ደም ትግርኛ selam kemey kemay abzi yekenyeley hagzuni bejakum ayfelten""",
}
OTHER_WORDS: dict[str, frozenset[str]] = {code: frozenset(words.split()) - KNOWN for code, words in _WORDS.items()}
