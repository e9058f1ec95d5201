"""What columns are called, in nine languages.

English, German, French, Spanish, Italian, Portuguese, Dutch, Polish and Czech. Spelling does
not matter: case, accents, blanks and punctuation are folded.
"""

# One meaning, and what it is called; a header that has two meanings in two languages stands
# where it is met more often, and `--map` is there for the others.
ALIASES: dict[str, str] = {
    "first_name": (
        "first name; given name; forename; fname; first; candidate first name;"
        "vorname; vornamen; rufname; prénom; prénoms; nombre de pila; primer nombre;"
        "primeiro nome; voornaam; roepnaam; imię; imiona; křestní jméno; jméno křestní"
    ),
    "middle_name": (
        "middle name; additional name; second name; weitere vornamen; zweiter vorname;"
        "deuxième prénom; segundo nombre; secondo nome; nome do meio; drugie imię"
    ),
    "last_name": (
        "last name; family name; surname; lname; last; candidate last name; familienname;"
        "nachname; zuname; nom de famille; apellido; apellidos; primer apellido;"
        "apellido paterno; cognome;"
        "sobrenome; apelido; último nome; achternaam; familienaam; nazwisko; příjmení"
    ),
    "last_name:before": "tussenvoegsel; tussenvoegsels; voorvoegsel; namenszusatz; adelszusatz",
    "last_name:second": (
        "segundo apellido; apellido 2; apellido materno; second surname; second last name"
    ),
    "name": (
        "name; full name; fullname; display name; contact name; candidate; candidate name;"
        "contact; person; person name; vor und nachname; vollständiger name; anzeigename;"
        "kandidat; kandidatenname; bewerber; ansprechpartner; nom; nom complet; nom et prénom;"
        "prénom nom; prénom et nom; candidat; nombre; nombre completo;"
        "nombre y apellidos; nombre y apellido; candidato; nome; nome completo;"
        "nome e cognome; nominativo; naam; volledige naam; kandidaat; imię i nazwisko;"
        "imię nazwisko; kandydat; jméno; celé jméno; jméno a příjmení;"
        "uchazeč; kandidát; applicant; applicant name; employee name; first and last name"
    ),
    "last_name_first": (
        "last name first name; last first; surname first name; name last first;"
        "nachname vorname; name vorname; nom prénom; apellidos nombre; apellidos y nombre;"
        "cognome nome; cognome e nome; nazwisko imię; nazwisko i imię; příjmení jméno;"
        "příjmení a jméno; achternaam voornaam"
    ),
    "headline": "headline; tagline; linkedin headline; profile headline; slogan; kurzprofil",
    "company": (
        "company; company name; current company; current employer; employer; organisation;"
        "organization; organization name; organisation name; account; account name; firm;"
        "firma; firmenname; unternehmen; arbeitgeber; aktueller arbeitgeber; société;"
        "entreprise; employeur; employeur actuel; empresa; compañía; organización; azienda;"
        "società; ditta; datore di lavoro; companhia; organização; bedrijf; bedrijfsnaam;"
        "werkgever; huidige werkgever; organisatie; nazwa firmy; pracodawca; organizacja;"
        "společnost; zaměstnavatel; podnik; present employer; employer name; aktuelle firma;"
        "jetziger arbeitgeber; derzeitiger arbeitgeber; société actuelle; entreprise actuelle;"
        "empresa actual; empresa atual; empregador; empregador atual; azienda attuale;"
        "huidig bedrijf; obecny pracodawca; současný zaměstnavatel"
    ),
    "title": (
        "title; job title; position; current position; current title; current job title; role;"
        "occupation; function; designation; jobtitle; titel; berufsbezeichnung; jobtitel;"
        "funktion; stelle; stellenbezeichnung; beruf; tätigkeit; poste; poste actuel; fonction;"
        "titre; intitulé du poste; métier; profession; cargo; puesto; puesto actual; título;"
        "profesión; función; qualifica; ruolo; posizione; mansione; titolo; professione;"
        "função; posição; profissão; functie; functietitel; huidige functie; beroep;"
        "stanowisko; zawód; funkcja; pozice; funkce; pracovní pozice; povolání; current role;"
        "present title; position title; role title; aktuelle position; jetzige position;"
        "aktueller titel; cargo actual; cargo atual; ruolo attuale; obecne stanowisko"
    ),
    "location": (
        "location; city; town; place; city state; current location; candidate location; region;"
        "state; province; city country; ort; stadt; wohnort; standort; bundesland; ville;"
        "localité; lieu; localisation; région; ciudad; localidad; ubicación; población;"
        "provincia; lugar; città; località; luogo; comune; regione; cidade; localização;"
        "localidade; local; stad; plaats; woonplaats; locatie; regio; miasto; miejscowość;"
        "lokalizacja; město; obec; místo; lokalita; kraj bydliště"
    ),
    "location:zz address": (
        "address; full address; home address; mailing address; adresse; anschrift;"
        "adresse postale; dirección; domicilio; indirizzo; endereço; morada; adres; adresa;"
        "adres zamieszkania; postal address"
    ),
    "country": (
        "country; country region; country code; land; land region; pays; país; paese; nazione;"
        "stato; país região; země; stát; kraj; państwo"
    ),
    "summary": (
        "summary; bio; biography; about; about me; profile summary; profil; kurzbiografie;"
        "resumen; sommario; biografia; resumo; samenvatting; podsumowanie; shrnutí; resume text"
    ),
    "note": (
        "note; notes; comment; comments; remark; remarks; internal notes; recruiter notes;"
        "notiz; notizen; bemerkung; bemerkungen; kommentar; kommentare; anmerkung; anmerkungen;"
        "commentaire; commentaires; remarque; remarques; nota; notas; comentario; comentarios;"
        "observaciones; commento; commenti; osservazioni; comentário; comentários; observações;"
        "notitie; notities; opmerking; opmerkingen; notatka; notatki; uwagi; komentarz;"
        "komentarze; poznámka; poznámky; komentář; komentáře"
    ),
    "note_date": "note date; date of note; last note date; datum der notiz; date de la note",
    "email": (
        "email; e-mail; mail; email address; e-mail address; emails; primary email;"
        "personal email; private email; candidate email; contact email; email id; mail address;"
        "e-mail-adresse; mailadresse; e-mail adresse; email adresse; adresse e-mail;"
        "adresse email; adresse mail; adresse électronique; courriel; mél;"
        "adresse de messagerie; correo; correo electrónico; dirección de correo;"
        "email personal; indirizzo email; indirizzo e-mail; posta elettronica; mail personale;"
        "correio eletrónico; correio eletrônico; endereço de email; endereço de e-mail;"
        "e-mailadres; emailadres; mailadres; adres email; adres e-mail; poczta;"
        "e-mailová adresa;"
        "emailová adresa; email addresses; email(s)"
    ),
    "email:work": (
        "work email; business email; office email; company email; e-mail geschäftlich;"
        "email geschäftlich; email professionnel; e-mail professionnel; email de trabajo;"
        "email aziendale; email profissional; e-mail werk; email służbowy; pracovní email"
    ),
    "email:other": "secondary email; other email; alternative email; alternate email",
    "phone": (
        "phone; telephone; tel; phone number; phone numbers; phones; telephone number;"
        "contact number; primary phone; number; whatsapp; whatsapp number; phone(s);"
        "telefon; telefonnummer; tel nr; telefon nr; rufnummer; téléphone; numéro de téléphone;"
        "tél; n° de téléphone; teléfono; número de teléfono; telefono; numero di telefono;"
        "telefone; número de telefone; telefoon; telefoonnummer; numer telefonu; nr telefonu;"
        "telefonní číslo; číslo telefonu"
    ),
    "phone:mobile": (
        "mobile; mobile phone; mobile number; cell; cell phone; cellphone; cellular; mobil;"
        "handy; handynummer; mobiltelefon; mobilnummer; mobilfunk; portable; mobile portable;"
        "téléphone portable; téléphone mobile; tél portable; móvil; celular; teléfono móvil;"
        "cellulare; telefono cellulare; telemóvel; telefone celular; mobiel; mobiele telefoon;"
        "gsm; mobiel nummer; komórka; telefon komórkowy; tel kom; mobilní telefon;"
        "mobile phone number"
    ),
    "phone:work": (
        "work phone; business phone; office phone; direct phone; direct line; durchwahl;"
        "telefon geschäftlich; téléphone professionnel; tél bureau; teléfono de trabajo;"
        "telefono ufficio; telefone comercial; telefoon werk; telefon służbowy;"
        "pracovní telefon; work telephone; business telephone"
    ),
    "phone:home": (
        "home phone; private phone; telefon privat; festnetz; téléphone domicile; tél domicile;"
        "teléfono fijo; telefono casa; telefone residencial; telefoon thuis; telefon domowy"
    ),
    "shared_phone": (
        "company phone; company main phone; main phone; switchboard; zentrale; standard;"
        "centralita; centralino; hoofdnummer; reception phone"
    ),
    "linkedin": (
        "linkedin; linkedin url; linkedin profile; linkedin profile url; linkedin link;"
        "linkedin bio; linkedin-profil; profil linkedin; perfil linkedin; perfil de linkedin;"
        "profilo linkedin; linkedin profiel; li url; profile url; person linkedin url"
    ),
    "github": "github; github url; github profile; github username; github profil",
    "link": (
        "social media; twitter; twitter url; x; xing; xing url; xing-profil; mastodon; bluesky;"
        "stack overflow; stackoverflow; link; links; url; urls; profile; profiles;"
        "réseaux sociaux;"
        "redes sociales; social profiles"
    ),
    "website": (
        "website; web site; web page; homepage; blog; portfolio; personal website; webseite;"
        "internetseite; site web; page web; site internet; sitio web; página web; sito web;"
        "sito; site; sítio web; strona www; strona internetowa; webové stránky; web; www"
    ),
    "messenger": (
        "skype; skype id; telegram; signal; im; screen name; messenger; instant messenger"
    ),
    "tags": (
        "tag; tags; label; labels; categories; keywords; candidate tags; schlagwort;"
        "schlagworte; schlagwörter; étiquettes; étiquette; mots clés; etiquetas; etiqueta;"
        "etichette; etiketten; trefwoorden; tagi; etykiety; štítky"
    ),
    "pool": (
        "pool; talent pool; prospect pool; project; talentpool; vivier; vivier de talents;"
        "reserva de talentos; bolsa de talento; bacino; talentenpool; pula talentów"
    ),
    "opportunity": (
        "job; opportunity; vacancy; requisition; job opening; posting; job posting; job name;"
        "job applied for; applied for; applied position; vakanz; ausschreibung; offene stelle;"
        "offre; offre d'emploi; vacante; oferta; offerta; offerta di lavoro; vaga; vacature;"
        "wakat; oferta pracy; ogłoszenie; nabídka práce; volné místo"
    ),
    "stage": (
        "stage; status; pipeline stage; hiring stage; candidate status; application status;"
        "current stage; phase; bewerbungsstatus; étape; statut; etapa; estado; fase; stadio;"
        "stadium; etap; fáze; stav"
    ),
    "applied_at": (
        "applied at; applied on; application date; date applied; bewerbungsdatum; beworben am;"
        "date de candidature; fecha de candidatura; data candidatura; data da candidatura;"
        "sollicitatiedatum; data aplikacji; datum přihlášky"
    ),
    "outcome:archived": "archive reason; archived reason",
    "closed_at": (
        "archived at; archived on; rejected at; rejected on; rejection date; hired at;"
        "hired on;"
        "closed at; closed on; absagedatum; abgelehnt am; date de refus; fecha de rechazo"
    ),
    "outcome": "outcome; result; ergebnis; résultat; resultado; esito; wynik",
    "rejection_reason": (
        "rejection reason; reason for rejection; absagegrund; ablehnungsgrund; motif de refus;"
        "motivo de rechazo; motivo del rifiuto; motivo de rejeição; reden van afwijzing;"
        "powód odrzucenia; důvod zamítnutí"
    ),
    "created_at": (
        "created; created at; created on; created date; create date; date created;"
        "created time;"
        "date added; added on; erstellt am; erstellt; angelegt am; date de création; créé le;"
        "fecha de creación; data di creazione; data de criação; aangemaakt op;"
        "data utworzenia; vytvořeno; datum vytvoření"
    ),
    "updated_at": (
        "updated; updated at; updated on; last updated; modified; last modified; modified at;"
        "last modified date; date modified; modified time; geändert am; aktualisiert am;"
        "zuletzt geändert; modifié le; date de modification; fecha de modificación;"
        "data di modifica; data de modificação; gewijzigd op; data modyfikacji; změněno"
    ),
    "source": (
        "source; candidate source; lead source; quelle; herkunft; provenance; fuente; origen;"
        "fonte; origem; bron; herkomst; źródło; zdroj"
    ),
    "skills": (
        "skill; skills; key skills; skill set; primary skills; competencies; fähigkeiten;"
        "kenntnisse; kompetenzen; compétences; habilidades; competencias; aptitudes;"
        "competenze; competências; vaardigheden; competenties; umiejętności; dovednosti;"
        "technologies; tech stack"
    ),
    "languages": (
        "language; languages; spoken languages; sprache; sprachen; langue; langues; idioma;"
        "idiomas; lingua; lingue; língua; línguas; taal; talen; język; języki; jazyk; jazyky"
    ),
    "school": (
        "school; university; college; school name; schule; universität; hochschule; école;"
        "université; universidad; escuela; università; scuola; universidade; escola;"
        "universiteit; uczelnia; univerzita; škola"
    ),
    "degree": (
        "degree; abschluss; diplôme; titulación; laurea; grau; diploma; stopień; vzdělání"
    ),
    "discipline": (
        "discipline; field of study; major; studienfach; studiengang; domaine d'études;"
        "campo de estudio; campo di studio; área de estudo; studierichting; kierunek studiów;"
        "obor"
    ),
}
