"""Words that tell the language of a short line: everyday words, not those that two of the languages share."""

from __future__ import annotations

from .vocabulary import words

# As people type them, also without å, ä, ö and in slang; none of them is an everyday word of English.
SWEDISH = words(
    """
    jag ja du han hon vi ni dom de det den dem honom henne oss er mig mej dig dej sig sej min mitt mina din ditt
    dina hans hennes vår var vårt vara våra vara deras sin sitt sina en ett och å o att som inte inget ingen inga ej
    nån någon nan nagon nåt något nagot nat några nagra vem vad va vilken vilket vilka när nar hur varför varfor
    vart där dar här har hära hit dit ut in upp ner bort hem hemma ute inne uppe nere på pa i av till från fran med
    mot mellan vid hos genom utan efter före fore sedan sen utanför utanfor bakom framför framfor bredvid nära nara
    runt kring är ar e ä vart varit blev blir bli blivit hade haft ha hade kan kunde ska skulle skall ville vill
    måste maste bör får far fick gör gor gjorde gjort gjorde går gar gick gått gatt kommer kom kommit kör kor körde
    korde kört kort sitter satt står star stod ligger låg lag tar tog tagit ser såg sag sett säger sager sa sade
    sagt sett hört hort hörde horde vet visste tror trodde tycker heter hette bor bodde jobbar jobbade brukar
    brukade verkar verkade luktar ringer ringde ringa skriver skrev behöver behover hjälp hjalp hjälpa hjalpa snälla
    snalla tack hej hejsan tja tjena tjenare hallå halla hejdå hejda nej nä nae nja jo jaha okej mm absolut kanske
    nog väl val ju bara också ocksa även aven lite litet mycket mkt väldigt valdigt jätte jatte skit mer mest många
    manga alla allt andra annan annat samma själv sjalv två tva tre fyra fem sex sju åtta atta nio tio elva tolv
    hundra tusen första forsta andra idag igår igar imorgon imorse ikväll ikvall inatt nu nyss snart aldrig alltid
    ofta ibland redan fortfarande längre sedan dag dagar natt natten kväll kvall kvällen kvallen morgon morse vecka
    veckan veckor månad manad år timme timmar minuter måndag mandag tisdag onsdag torsdag fredag lördag lordag
    söndag sondag måndags mandags tisdags onsdags torsdags fredags lördags lordags söndags sondags förra forra nästa
    nasta helgen somras men eller om så sa då da än an eftersom fast för for därför darfor både bade bil bilen bilar
    cykel cykeln cyklar hund hunden hundar katt katten mannen kvinna kvinnan kille killen killar tjej tjejen tjejer
    gubbe gubben gubbar tant snubbe snubbar unge ungar barn barnet barnen pojke flicka folk människa manniska
    personer grannen granne grannar grannens kompis kompisar polare brorsa brorsan syrra morsa mamma mammas pappa
    pappas farsan dotter son sonen farmor mormor farfar morfar chef chefen kollega bror syster sambo hus huset dörr
    dorr dörren dorren lägenhet lagenhet trappan trapphus källare kallare garaget gata gatan vägen vagen torget stan
    skola skolan affären affaren butik butiken tåget taget bussen båt bat båten baten skogen vatten vattnet isen
    parken stationen mobil mobilen plånbok planbok nycklar nycklarna väska vaska klocka klockan jacka byxor mössa
    mossa luva keps skor röd rod rött rott svart svarta vit vita vitt blå bla grå gra grön gron gul gult brun mörk
    mork ljus stor stora liten små sma lång lang långt långa gammal gammalt gamla ung unga ny nya nytt dålig dalig
    bra fel rätt ratt viktigt farligt farlig konstigt konstig misstänkt misstankt full fulla polis polisen poliser
    poliserna poliskontor anmäla anmala anmälan anmalan anmält anmalt tips tipsa tipset tipsen vittne vittnen
    inbrott tjuv tjuven tjuvar stulen stulet stulna stal stals snodde snott sno stöld stold rån ran rånad ranad
    rånade slåss slass slår slar slog slagit skriker skrek skrik hotar hotade hot bråk brak bråkar brakar kniv
    knivar pistol vapen skott skjuter sköt skot brinner brann brand eld rök rok blod blöder bloder skadad skadade
    olycka olyckan krock krockade ambulans ambulansen akut försvunnen forsvunnen försvann forsvann hittat hittade
    hittar hitta sökt sökes saknad saknas borttappad sprang springer smet jagar gripen efterlyst efterlysning
    efterlysta misstänker bedrägeri bedrageri bluff lurad lurade pengar konto kort swish bankid köpte kopte sålde
    salde säljer saljer knark droger anonym anonymt fråga fraga frågor svar svara veta kolla kollar lämna lamna
    lämnat berätta beratta vill måste ärende arende pågår pagar händer hander hänt hant hände hande hänger hanger
    hela hel helt ensam flera ganska typ grej grejer sak saker fan jävla javla jävel javel skiten idiot asså assa
    alltså alltsa liksom bara nångång gång gang ingenting någonting nagonting nånting nanting ngn ngt iaf mvh
    hälsningar halsningar avbryt börja borja om vänta vanta stopp sluta svenska engelska människa person jobbet
    orten aina bre bror wallah len shoo para guss abou keff tagga keken gitta gusch softa lugn lugnt varsågod
    varsagod ursäkta ursakta förlåt forlat ledsen glad orolig rädd radd arg tyst mörkt morkt kallt gjort blivit
    borde tänkte tankte undrar undrade gäller galler angående angaende ang ifrån ifran däremot kollade larma larmade
    ropar ropade gråter grater gömmer gommer gömt gomt tagen tagna bilens registreringsnummer regnr skylt skyltar
    reg kommun väster oster öster norr söder soder centrum västra ostra östra norra södra sodra stannade stannat
    vände vande ner nerför uppför emot bredvid ovanför under över over sparkar sparkade knuffade knuffar tafsar
    tafsade rymt rymde borta kvar tillbaka ihop omkull sönder sonder tyvärr tyvarr precis ungefär ungefar cirka ca
    alldeles riktigt verkligen faktiskt egentligen
    """
)
# Likewise; none of them is an everyday word of Swedish, not even in slang.
ENGLISH = words(
    """
    i'm im i've ive i'd i'll you your yours youre he's hes she she's shes it it's its we we're they they're theyre
    them their his her him my mine our me us this that that's thats these those there there's theres here the a and
    or but because if then than when where who whos who's what what's whats why which how is isn't isnt are aren't
    was wasn't wasnt were weren't be been being am do does don't dont doesn't doesnt did didn't didnt done have
    haven't havent has hasn't had hadn't can't cant cannot could couldn't couldnt should shouldn't would wouldn't
    will won't wont may might must need needs needed want wants wanted get gets got getting go goes going gone went
    come comes came coming see sees saw seen seeing hear hears heard know knows knew known think thinks thought say
    says said tell tells told ask asks asked take takes took taken make makes made give gives gave look looks looked
    looking find finds found keep kept let leave leaves left call calls called calling put feel tried try trying run
    runs ran running walk walks walked walking drive drives drove driving stand stands standing sit sits sitting
    lying live lives lived living work works worked working happen happens happened happening help helps please
    thanks thank thx pls hello hi hey bye goodbye yes yeah yep nope not no sure maybe sorry very really just also
    too still yet already again always never ever sometimes now soon later today yesterday tomorrow tonight morning
    afternoon evening night week weeks month months year years hour hours minute minutes day days monday tuesday
    wednesday thursday friday saturday sunday last next ago since until before after during while with without
    within from into onto out off down up away back about around near behind between against by of to at for as like
    so more most much many some any every everyone everything anything nothing something someone somebody anyone
    nobody other another same own one two three four five seven eight nine ten hundred first second few lot lots all
    both guy guys woman women girl girls boy boys kid kids child children people person persons neighbour neighbor
    neighbours neighbors neighbor's neighbour's friend friends brother sister mother mom mum father dad son daughter
    husband wife boyfriend girlfriend boss colleague ex driver car cars bike bikes bicycle truck van boat train
    house home flat apartment door window stairs street road park shop store school station building garage basement
    square bridge water ice phone wallet keys bag watch jacket shirt trousers pants shoes hat cap hoodie black white
    blue grey gray green yellow brown orange dark big small tall old young new good bad wrong right true police
    officer officers cop cops report reports reported reporting tip witness witnessed burglary burglar thief thieves
    stolen steal stealing stole theft rob robbed robbery robbing fight fighting hit hits hitting beat beating beaten
    scream screaming screams shouting shout yelling threat threatened threatening threatens knife knives gun guns
    weapon shot shots shooting fire burning smoke blood bleeding hurt injured accident crash crashed ambulance
    emergency urgent missing lost found dog dogs cat cats puppy animal wanted suspect suspicious scam scammed
    scammer fraud money account card bought sold sell selling drugs drug anonymous anonymously question questions
    answer language english swedish talk speak human cancel stop start restart skip wait correct delete my
    neighborhood outside inside upstairs downstairs alone scared afraid dangerous drunk strange weird looks plate
    license number name address email contact wearing wore face hair tall skinny fat bald broken broke smashed
    kicked pushed followed following watching hiding hid chasing ran away unconscious breathing breathe dead dying
    die died kill killed killing help im u ur omg wtf lol btw idk gonna wanna gotta y'all bro dude mate cheers ok
    moose deer snow police's how's where's who're aint ain't wasnt lemme anyway somewhere nowhere everywhere does
    anybody status code cancelled privacy bot robot real data
    """
) - words("ok son bot fat ex bro kille")
# Everyday words of both languages, or slang of one: each counts half of a sure word.
SWEDISH_LEAN = words(
    """
    i en man men under hit stopp för bar var sent ska sex bra han de den ner ut om här ju få me for just
    """
)
ENGLISH_LEAN = words(
    """
    a up by am so stop hi is new same first at start tip code me i'm bad all hit park street call in of over for
    just
    """
)
SWEDISH -= SWEDISH_LEAN | {"in", "all", "over", "a", "e", "son", "full", "fast", "at", "for"}
ENGLISH -= ENGLISH_LEAN | SWEDISH | {"ur"}
KNOWN = SWEDISH | ENGLISH | SWEDISH_LEAN | ENGLISH_LEAN
