#include "app/demo/country.hpp"

#include <array>

#include "app/demo/effects.hpp"

namespace kith::app::demo {

namespace {

using Words = std::string_view;

constexpr std::array lt_cities{City{"Vilnius", "01103", "Vilnius, Gedimino pr.", 5},
                               City{"Kaunas", "44240", "Kaunas, Laisvės al.", 3},
                               City{"Klaipėda", "91246", "Klaipėda, Liepų g.", 2}, City{"Šiauliai", "76285", "", 1},
                               City{"Panevėžys", "35185", "", 1}};
constexpr std::array<Words, 8> lt_streets{"Liepų g.",   "Ąžuolų g.",     "Vilniaus g.", "Žemaitės g.",
                                          "Šviesos g.", "Savanorių pr.", "Pušų g.",     "Taikos pr."};
constexpr std::array<Words, 18> lt_women{"Ona",    "Rūta",   "Eglė",  "Ieva",     "Austėja", "Jurgita",
                                         "Živilė", "Gabija", "Daiva", "Kristina", "Aušra",   "Lina",
                                         "Monika", "Birutė", "Vilma", "Simona",   "Jolanta", "Ugnė"};
constexpr std::array<Words, 18> lt_men{"Jonas",   "Tomas",     "Mindaugas", "Žygimantas", "Lukas",   "Paulius",
                                       "Andrius", "Gediminas", "Vytautas",  "Rimantas",   "Šarūnas", "Darius",
                                       "Matas",   "Kęstutis",  "Arūnas",    "Giedrius",   "Marius",  "Dominykas"};
constexpr std::array lt_families{Family{"Kazlauskas", "Kazlauskaitė", "Kazlauskienė", "Kazlauskai"},
                                 Family{"Petrauskas", "Petrauskaitė", "Petrauskienė", "Petrauskai"},
                                 Family{"Jankauskas", "Jankauskaitė", "Jankauskienė", "Jankauskai"},
                                 Family{"Stankevičius", "Stankevičiūtė", "Stankevičienė", "Stankevičiai"},
                                 Family{"Vasiliauskas", "Vasiliauskaitė", "Vasiliauskienė", "Vasiliauskai"},
                                 Family{"Žukauskas", "Žukauskaitė", "Žukauskienė", "Žukauskai"},
                                 Family{"Butkus", "Butkutė", "Butkienė", "Butkai"},
                                 Family{"Paulauskas", "Paulauskaitė", "Paulauskienė", "Paulauskai"},
                                 Family{"Urbonas", "Urbonaitė", "Urbonienė", "Urbonai"},
                                 Family{"Kavaliauskas", "Kavaliauskaitė", "Kavaliauskienė", "Kavaliauskai"},
                                 Family{"Ramanauskas", "Ramanauskaitė", "Ramanauskienė", "Ramanauskai"},
                                 Family{"Navickas", "Navickaitė", "Navickienė", "Navickai"},
                                 Family{"Šimkus", "Šimkutė", "Šimkienė", "Šimkai"},
                                 Family{"Rimkus", "Rimkutė", "Rimkienė", "Rimkai"},
                                 Family{"Balčiūnas", "Balčiūnaitė", "Balčiūnienė", "Balčiūnai"},
                                 Family{"Žilinskas", "Žilinskaitė", "Žilinskienė", "Žilinskai"},
                                 Family{"Mažeika", "Mažeikaitė", "Mažeikienė", "Mažeikos"},
                                 Family{"Gudaitis", "Gudaitytė", "Gudaitienė", "Gudaičiai"}};
constexpr std::array<Words, 10> lt_stems{"Beržo",   "Ąžuolo",      "Nemuno",  "Gintaro", "Žalioji",
                                         "Šiaurės", "Senamiesčio", "Pajūrio", "Liepos",  "Vėtrungės"};
constexpr std::array<Words, 8> lt_ends{"kavinė",  "viešbutis", "statyba", "studija",
                                       "kepykla", "klinika",   "biuras",  "sodyba"};

constexpr std::array no_cities{City{"Oslo", "0155", "Oslo, Torggata", 5},
                               City{"Bergen", "5003", "Bergen, Strandgaten", 3}, City{"Trondheim", "7011", "", 2},
                               City{"Tromsø", "9008", "", 1}};
constexpr std::array<Words, 8> no_streets{"Storgata", "Kirkegata", "Bjørkeveien", "Skolegata",
                                          "Åsveien",  "Sjøgata",   "Elveveien",   "Nygata"};
constexpr std::array<Words, 16> no_women{"Ingrid", "Solveig", "Nora",  "Åse",  "Kari", "Silje",  "Astrid", "Maren",
                                         "Hilde",  "Bjørg",   "Marit", "Emma", "Tone", "Sigrid", "Anne",   "Ragnhild"};
constexpr std::array<Words, 16> no_men{"Lars", "Bjørn",  "Håkon", "Ola",   "Kjell",  "Sondre", "Magnus", "Pål",
                                       "Per",  "Øyvind", "Geir",  "Jonas", "Sverre", "Eirik",  "Tor",    "Henrik"};
constexpr std::array no_families{Family{"Hansen", "Hansen", "Hansen", "Familien Hansen"},
                                 Family{"Ødegård", "Ødegård", "Ødegård", "Familien Ødegård"},
                                 Family{"Larsen", "Larsen", "Larsen", "Familien Larsen"},
                                 Family{"Solberg", "Solberg", "Solberg", "Familien Solberg"},
                                 Family{"Nilsen", "Nilsen", "Nilsen", "Familien Nilsen"},
                                 Family{"Berg", "Berg", "Berg", "Familien Berg"},
                                 Family{"Haugen", "Haugen", "Haugen", "Familien Haugen"},
                                 Family{"Bakken", "Bakken", "Bakken", "Familien Bakken"},
                                 Family{"Sørensen", "Sørensen", "Sørensen", "Familien Sørensen"},
                                 Family{"Lie", "Lie", "Lie", "Familien Lie"},
                                 Family{"Bråten", "Bråten", "Bråten", "Familien Bråten"},
                                 Family{"Strand", "Strand", "Strand", "Familien Strand"},
                                 Family{"Myhre", "Myhre", "Myhre", "Familien Myhre"},
                                 Family{"Dahl", "Dahl", "Dahl", "Familien Dahl"}};
constexpr std::array<Words, 8> no_stems{"Fjord", "Nordlys", "Bryggen", "Fjell", "Havet", "Granly", "Solsiden", "Ørnes"};
constexpr std::array<Words, 8> no_ends{"Kafé", "Hotell", "Bygg", "Kontor", "Bakeri", "Tannklinikk", "Interiør", "Gård"};

constexpr std::array ee_cities{City{"Tallinn", "10111", "Tallinn, Viru", 5}, City{"Tartu", "51003", "Tartu, Rüütli", 3},
                               City{"Pärnu", "80010", "", 1}, City{"Narva", "20304", "", 1}};
constexpr std::array<Words, 8> ee_streets{"Pikk",    "Rüütli",  "Kase tee", "Pärna",
                                          "Õuna tn", "Tähe tn", "Mere pst", "Lai"};
constexpr std::array<Words, 16> ee_women{"Kadri", "Liis",  "Tiina", "Õie",  "Mari",   "Kristi", "Piret", "Külli",
                                         "Anu",   "Triin", "Eha",   "Ülle", "Maarja", "Katrin", "Helve", "Signe"};
constexpr std::array<Words, 16> ee_men{"Jaan", "Mart",   "Tõnu",   "Rein", "Toomas", "Ülo",  "Priit", "Kristjan",
                                       "Ants", "Peeter", "Margus", "Jüri", "Siim",   "Märt", "Aivar", "Rasmus"};
constexpr std::array ee_families{Family{"Tamm", "Tamm", "Tamm", "Perekond Tamm"},
                                 Family{"Saar", "Saar", "Saar", "Perekond Saar"},
                                 Family{"Sepp", "Sepp", "Sepp", "Perekond Sepp"},
                                 Family{"Mägi", "Mägi", "Mägi", "Perekond Mägi"},
                                 Family{"Kask", "Kask", "Kask", "Perekond Kask"},
                                 Family{"Kukk", "Kukk", "Kukk", "Perekond Kukk"},
                                 Family{"Rebane", "Rebane", "Rebane", "Perekond Rebane"},
                                 Family{"Pärn", "Pärn", "Pärn", "Perekond Pärn"},
                                 Family{"Koppel", "Koppel", "Koppel", "Perekond Koppel"},
                                 Family{"Põder", "Põder", "Põder", "Perekond Põder"},
                                 Family{"Õunapuu", "Õunapuu", "Õunapuu", "Perekond Õunapuu"},
                                 Family{"Lepik", "Lepik", "Lepik", "Perekond Lepik"},
                                 Family{"Kütt", "Kütt", "Kütt", "Perekond Kütt"},
                                 Family{"Vaher", "Vaher", "Vaher", "Perekond Vaher"}};
constexpr std::array<Words, 8> ee_stems{"Tammepuu",    "Läänemere", "Kiviõue", "Põhja",
                                        "Vana Toomas", "Sinilille", "Hõbeda",  "Randmaa"};
constexpr std::array<Words, 8> ee_ends{"Kohvik", "Hotell", "Ehitus", "Büroo", "Pagar", "Kliinik", "Stuudio", "Talu"};

constexpr std::array lv_cities{City{"Rīga", "LV-1050", "Rīga, Brīvības iela", 4}, City{"Daugavpils", "LV-5401", "", 1},
                               City{"Jūrmala", "LV-2015", "", 1}};
constexpr std::array<Words, 6> lv_streets{"Brīvības iela", "Rīgas iela", "Tērbatas iela",
                                          "Skolas iela",   "Liepu iela", "Jūras iela"};
constexpr std::array<Words, 16> ru_women{"Анна",    "Елена",  "Жанна",  "Ольга", "Наталья",   "Светлана",
                                         "Татьяна", "Юлия",   "Марина", "Ирина", "Екатерина", "Ксения",
                                         "Людмила", "Полина", "Алла",   "Дарья"};
constexpr std::array<Words, 16> ru_men{"Иван",    "Сергей", "Михаил", "Фёдор", "Алексей", "Дмитрий", "Андрей", "Юрий",
                                       "Николай", "Игорь",  "Павел",  "Артём", "Виктор",  "Олег",    "Егор",   "Роман"};
constexpr std::array ru_families{Family{"Иванов", "Иванова", "Иванова", "Ивановы"},
                                 Family{"Соколов", "Соколова", "Соколова", "Соколовы"},
                                 Family{"Щукин", "Щукина", "Щукина", "Щукины"},
                                 Family{"Кузнецов", "Кузнецова", "Кузнецова", "Кузнецовы"},
                                 Family{"Лебедев", "Лебедева", "Лебедева", "Лебедевы"},
                                 Family{"Морозов", "Морозова", "Морозова", "Морозовы"},
                                 Family{"Волков", "Волкова", "Волкова", "Волковы"},
                                 Family{"Соловьёв", "Соловьёва", "Соловьёва", "Соловьёвы"},
                                 Family{"Зайцев", "Зайцева", "Зайцева", "Зайцевы"},
                                 Family{"Павлов", "Павлова", "Павлова", "Павловы"},
                                 Family{"Семёнов", "Семёнова", "Семёнова", "Семёновы"},
                                 Family{"Голубев", "Голубева", "Голубева", "Голубевы"},
                                 Family{"Журавлёв", "Журавлёва", "Журавлёва", "Журавлёвы"},
                                 Family{"Яковлев", "Яковлева", "Яковлева", "Яковлевы"}};
constexpr std::array<Words, 8> lv_stems{"Dzintara", "Daugavas", "Ozola", "Baltā",
                                        "Ziemeļu",  "Liepu",    "Jūras", "Vecrīgas"};
constexpr std::array<Words, 8> lv_ends{"kafejnīca", "viesnīca", "būve",    "birojs",
                                       "maiznīca",  "klīnika",  "studija", "nams"};

constexpr std::array ie_cities{City{"Dublin", "D01 F5P2", "Dublin, Henry Street", 5}, City{"Cork", "T12 X70A", "", 2},
                               City{"Galway", "H91 E2R8", "", 1}};
constexpr std::array<Words, 6> ie_streets{"Main Street", "Church Road", "Mill Lane",
                                          "Strand Road", "Park Avenue", "Bridge Street"};
constexpr std::array<Words, 16> ie_women{"Grace", "Emily", "Aoife",  "Zoë",   "Niamh", "Sarah",   "Ciara", "Mary",
                                         "Orla",  "Kate",  "Róisín", "Laura", "Emma",  "Siobhán", "Anne",  "Deirdre"};
constexpr std::array<Words, 16> ie_men{"Oliver", "Harry", "Seán",  "George", "Conor", "Liam",  "Patrick", "Brian",
                                       "Cian",   "James", "Oisín", "Mark",   "David", "Kevin", "Eoin",    "Michael"};
constexpr std::array ie_families{Family{"Murphy", "Murphy", "Murphy", "The Murphys"},
                                 Family{"Kelly", "Kelly", "Kelly", "The Kellys"},
                                 Family{"O'Sullivan", "O'Sullivan", "O'Sullivan", "The O'Sullivans"},
                                 Family{"Walsh", "Walsh", "Walsh", "The Walshes"},
                                 Family{"O'Brien", "O'Brien", "O'Brien", "The O'Briens"},
                                 Family{"Byrne", "Byrne", "Byrne", "The Byrnes"},
                                 Family{"Ryan", "Ryan", "Ryan", "The Ryans"},
                                 Family{"Doyle", "Doyle", "Doyle", "The Doyles"},
                                 Family{"McCarthy", "McCarthy", "McCarthy", "The McCarthys"},
                                 Family{"Gallagher", "Gallagher", "Gallagher", "The Gallaghers"},
                                 Family{"Kennedy", "Kennedy", "Kennedy", "The Kennedys"},
                                 Family{"Nolan", "Nolan", "Nolan", "The Nolans"}};
constexpr std::array<Words, 8> ie_stems{"Liffey",   "Harbour", "Oak & Ivy", "Northside",
                                        "Claddagh", "Quay",    "Meadow",    "Lighthouse"};
constexpr std::array<Words, 8> ie_ends{"Café",   "Hotel",  "Builders", "Offices",
                                       "Bakery", "Dental", "Studio",   "Guesthouse"};

constexpr std::array all_countries{
    Country{"LT", "lt", "Europe/Vilnius", "EUR", "+3706", 7, 21, 1, 0.38, lt_cities, lt_streets, lt_women, lt_men,
            lt_families, lt_stems, lt_ends, "UAB ", ""},
    Country{"NO", "nb", "Europe/Oslo", "NOK", "+474", 7, 25, 11.6 * effects::norway_price, 0.2, no_cities, no_streets,
            no_women, no_men, no_families, no_stems, no_ends, "", " AS"},
    Country{"EE", "et", "Europe/Tallinn", "EUR", "+3725", 6, 22, 1, 0.16, ee_cities, ee_streets, ee_women, ee_men,
            ee_families, ee_stems, ee_ends, "", " OÜ"},
    Country{"LV", "ru", "Europe/Riga", "EUR", "+3712", 7, 21, 1, 0.14, lv_cities, lv_streets, ru_women, ru_men,
            ru_families, lv_stems, lv_ends, "SIA ", ""},
    Country{"IE", "en", "Europe/Dublin", "EUR", "+35385", 7, 23, 1, 0.12, ie_cities, ie_streets, ie_women, ie_men,
            ie_families, ie_stems, ie_ends, "", " Ltd"}};

}  // namespace

std::span<Country const> countries() { return all_countries; }

}  // namespace kith::app::demo
