// What customers say and agree to, in their own languages.
#include <array>

#include "app/demo/country.hpp"

namespace kith::app::demo {

namespace {

using Words = std::string_view;

constexpr std::array en_questions{
    Question{"It leaks at the base. What can I do?", "We are sending you a new one; keep the old one for the courier."},
    Question{"It does not switch on any more.", "Please try another socket; if it stays dark, bring it to any shop."},
    Question{"Where do I find a spare part?", "We have the part in stock and have reserved it for you."},
    Question{"How long is the guarantee?", "Two years from the day of the receipt."},
    Question{"How do I clean it properly?", "With warm water and a soft cloth; the guide is in your e-mail."}};
constexpr std::array lt_questions{
    Question{"Praleidžia vandenį per apačią. Ką daryti?", "Išsiunčiame naują, seną atiduokite kurjeriui."},
    Question{"Nebeįsijungia.", "Pabandykite kitą lizdą; jei nepadės, atneškite į bet kurią parduotuvę."},
    Question{"Kur gauti atsarginę dalį?", "Dalį turime, atidėjome ją Jums."},
    Question{"Kiek galioja garantija?", "Dvejus metus nuo pirkimo dienos."},
    Question{"Kaip teisingai valyti?", "Šiltu vandeniu ir minkšta šluoste; instrukciją atsiuntėme el. paštu."}};
constexpr std::array nb_questions{
    Question{"Den lekker i bunnen. Hva gjør jeg?", "Vi sender deg en ny; gi den gamle til budet."},
    Question{"Den slår seg ikke på lenger.", "Prøv en annen stikkontakt; hjelper ikke det, ta den med til en butikk."},
    Question{"Hvor får jeg tak i reservedeler?", "Vi har delen på lager og har lagt den av til deg."},
    Question{"Hvor lenge gjelder garantien?", "To år fra kjøpsdatoen."},
    Question{"Hvordan rengjør jeg den riktig?", "Med varmt vann og en myk klut; du finner veiledningen i e-posten."}};
constexpr std::array ru_questions{
    Question{"Протекает снизу. Что делать?", "Отправляем вам новый, старый отдайте курьеру."},
    Question{"Больше не включается.", "Попробуйте другую розетку; если не поможет, принесите в любой магазин."},
    Question{"Где найти запасную деталь?", "Деталь есть, мы отложили её для вас."},
    Question{"Сколько действует гарантия?", "Два года со дня покупки."},
    Question{"Как правильно чистить?", "Тёплой водой и мягкой тканью; инструкция у вас в почте."}};
constexpr std::array et_questions{
    Question{"Lekib põhja alt. Mida teha?", "Saadame Teile uue, vana andke kullerile."},
    Question{"Ei lülitu enam sisse.", "Proovige teist pistikupesa; kui see ei aita, tooge meie poodi."},
    Question{"Kust saan varuosa?", "Varuosa on olemas, panime selle Teile kõrvale."},
    Question{"Kui kaua garantii kehtib?", "Kaks aastat ostukuupäevast."},
    Question{"Kuidas seda õigesti puhastada?", "Sooja vee ja pehme lapiga; juhendi leiate e-kirjast."}};

constexpr std::array<Words, 3> en_praise{"Lovely people, good advice.", "Fast and well packed.",
                                         "Exactly what I wanted."};
constexpr std::array<Words, 3> en_complaint{"Nobody answered me.", "It broke within a week.",
                                            "Delivery took too long."};
constexpr std::array<Words, 3> lt_praise{"Malonūs žmonės, geras patarimas.", "Greitai ir gerai supakuota.",
                                         "Būtent tai, ko norėjau."};
constexpr std::array<Words, 3> lt_complaint{"Niekas man neatsakė.", "Sugedo per savaitę.",
                                            "Pristatymo teko ilgai laukti."};
constexpr std::array<Words, 3> nb_praise{"Hyggelige folk og gode råd.", "Raskt og godt pakket.",
                                         "Akkurat det jeg ville ha."};
constexpr std::array<Words, 3> nb_complaint{"Ingen svarte meg.", "Den gikk i stykker etter en uke.",
                                            "Leveringen tok for lang tid."};
constexpr std::array<Words, 3> ru_praise{"Приятные люди, хороший совет.", "Быстро и хорошо упаковано.",
                                         "Именно то, что нужно."};
constexpr std::array<Words, 3> ru_complaint{"Мне никто не ответил.", "Сломалось через неделю.",
                                            "Доставки пришлось долго ждать."};
constexpr std::array<Words, 3> et_praise{"Toredad inimesed ja hea nõu.", "Kiire ja hästi pakitud.",
                                         "Täpselt see, mida soovisin."};
constexpr std::array<Words, 3> et_complaint{"Keegi ei vastanud mulle.", "Läks nädalaga katki.",
                                            "Kohaletoimetamine võttis liiga kaua."};

constexpr Wording en{"Send me offers by e-mail, at most twice a month.",
                     "Show me what fits what I bought before.",
                     "Send me offers by text message.",
                     "Pass my address to your partners for offers of their own.",
                     en_questions,
                     en_praise,
                     en_complaint};
constexpr Wording lt{"Siųskite man pasiūlymus el. paštu, ne dažniau kaip du kartus per mėnesį.",
                     "Rodykite tai, kas tinka prie mano ankstesnių pirkinių.",
                     "Siųskite man pasiūlymus SMS žinutėmis.",
                     "Perduokite mano adresą partneriams jų pačių pasiūlymams.",
                     lt_questions,
                     lt_praise,
                     lt_complaint};
constexpr Wording nb{"Send meg tilbud på e-post, høyst to ganger i måneden.",
                     "Vis meg det som passer til det jeg har kjøpt før.",
                     "Send meg tilbud på SMS.",
                     "Gi adressen min til partnere for deres egne tilbud.",
                     nb_questions,
                     nb_praise,
                     nb_complaint};
constexpr Wording ru{"Присылайте мне предложения по электронной почте, не чаще двух раз в месяц.",
                     "Показывайте то, что подходит к моим прежним покупкам.",
                     "Присылайте мне предложения по SMS.",
                     "Передайте мой адрес партнёрам для их собственных предложений.",
                     ru_questions,
                     ru_praise,
                     ru_complaint};
constexpr Wording et{"Saatke mulle pakkumisi e-postiga, kuni kaks korda kuus.",
                     "Näidake seda, mis sobib minu varasemate ostudega.",
                     "Saatke mulle pakkumisi SMS-iga.",
                     "Andke minu aadress partneritele nende endi pakkumisteks.",
                     et_questions,
                     et_praise,
                     et_complaint};

}  // namespace

Wording const& wording(std::string_view language) {
    if (language == "lt") return lt;
    if (language == "nb") return nb;
    if (language == "ru") return ru;
    if (language == "et") return et;
    return en;
}

}  // namespace kith::app::demo
