// What the columns of a file likely are: by the words of the header in the five languages, then by what they hold.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "connect/imports/plan.hpp"

namespace kith::connect {

namespace {

struct Words {
    std::string_view target;
    std::string_view words;  ///< folded, transliterated, without spaces, parted by spaces
};

// en, lt, nb, ru, et; the likelier of a target first. A header is compared without case, accents, spaces and marks.
constexpr Words person_words[] = {
    {"customer",
     "customer customerid customernumber customerno clientid userid memberid masterid klientas klientoid "
     "klientonumeris klientokodas pirkejas kunde kundenr kundenummer kundeid klient klientid kliendinumber "
     "klienditunnus "
     "kliendikood idklienta nomerklienta kodklienta pokupatel"},
    {"loyalty_card",
     "loyaltycard cardnumber card lojalumokortele kortele kortelesnumeris kundekort kortnummer "
     "kliendikaart kaardinumber karta nomerkarty"},
    {"email",
     "email emailaddress mail emailwork emailhome emailother elpastas pastas elpastoadresas epost epostadresse "
     "epostiaadress meil elektronnaiapochta pochta imeil adresemail"},
    {"phone",
     "phone phonenumber mobile mobilephone telephone tel cell phonework phonehome phoneother telefonas "
     "telefononumeris mobilus telefon telefonnummer mobil mobiltelefon mobiiltelefon telefoninumber nomertelefona"},
    {"given_name", "firstname givenname forename vardas fornavn eesnimi imia"},
    {"family_name", "lastname familyname surname pavarde etternavn perekonnanimi perenimi familiia"},
    {"name", "name fullname customername contactname vardaspavarde navn fulltnavn nimi taisnimi fio polnoeimia"},
    {"birth_date",
     "birthdate dateofbirth dob birthday gimimodata gimimodiena fodselsdato fodt sunnikuupaev sunniaeg "
     "datarozhdeniia denrozhdeniia"},
    {"sex", "sex gender lytis kjonn sugu pol"},
    {"language", "language lang locale kalba sprak keel iazyk"},
    {"street",
     "street address streetaddress addressline1 gatve adresas gate gateadresse adresse tanav aadress ulitsa adres"},
    {"postal_code",
     "postalcode postcode zip zipcode pastokodas postnummer postnr postiindeks sihtnumber pochtovyiindeks "
     "indeks"},
    {"city", "city town suburb miestas by poststed sted linn gorod"},
    {"country", "country salis valstybe land riik strana"},
    {"company",
     "company companyname organization organisation employer imone imonespavadinimas bedrift firma selskap "
     "ettevote kompaniia organizatsiia"},
    {"heard_from", "heardfrom leadsource source howdidyouhear"},
    {"notes", "notes note comment comments pastabos notater markused zametki"},
};

constexpr Words sale_words[] = {
    {"date",
     "date orderdate saledate purchasedate transactiondate invoicedate data pirkimodata pardavimodata "
     "uzsakymodata dato kjopsdato ordredato kuupaev ostukuupaev dataprodazhi datapokupki datazakaza"},
    {"time", "time saletime laikas klokkeslett tid kellaaeg aeg vremia"},
    {"amount",
     "amount revenue total totalamount dollarvalue dollars sales value sum grandtotal suma visosuma viso "
     "belop sum totalt summa kokku itogo vyruchka stoimost"},
    {"units", "units quantity qty numberofcds count items kiekis antall kogus kolichestvo"},
    {"price", "price unitprice kaina vienetokaina pris enhetspris hind uhikuhind tsena"},
    {"discount", "discount nuolaida rabatt allahindlus skidka"},
    {"tax", "tax vat taxamount pvm mva avgift kaibemaks kibemaks nds nalog"},
    {"cost", "cost unitcost savikaina kostnad kostpris omahind sebestoimost"},
    {"margin", "margin profit marza pelnas margin fortjeneste marginaal kasum marzha pribyl"},
    {"sale_currency", "currency valiuta valuta valuuta valiuta"},
    {"store", "store shop branch location parduotuve butikk filial kauplus pood magazin filial"},
    {"product",
     "product productname item sku article stockcode description preke produktas vare produkt toode tovar "
     "artikul"},
    {"category", "category productcategory kategorija kategori kategooria kategoriia"},
    {"transaction",
     "transaction transactionid orderid ordernumber orderno receipt receiptnumber invoice invoiceno "
     "invoicenumber kvitas kvitonumeris uzsakymonumeris ordrenummer kvitteringsnummer bilag arve "
     "arvenumber tsekk tellimusenumber nomerzakaza nomercheka chek"},
    {"reverses", "reverses refundof originalorder originalinvoice returnof"},
    {"sale_kind", "transactiontype saletype type tipas tuup tip"},
};

constexpr Words company_words[] = {
    {"group_id",
     "companyid accountid organizationid groupid imoneskodas kodas orgnr organisasjonsnummer registrikood "
     "inn kodkompanii"},
    {"name",
     "name company companyname organization organisation sitename accountname imone pavadinimas "
     "imonespavadinimas bedrift firma navn selskap ettevote nimi nazvanie kompaniia organizatsiia"},
    {"domain", "domain domenas domene domeen domen"},
    {"industry", "industry sector veiklossritis bransje valdkond otrasl"},
    {"city", "city town miestas by poststed linn gorod"},
    {"country", "country salis valstybe land riik strana"},
    {"phone", "phone phonenumber telephone tel telefonas telefon telefonnummer telefoninumber"},
    {"website", "website url web svetaine nettside hjemmeside veebileht kodulehekulg sait"},
    {"notes", "notes comment pastabos notater markused zametki"},
};

std::string plain(std::string_view header) {
    std::string word;
    for (char const c : text::transliterate(header))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) word += c;
    return word;
}

/// How well the header's word says the target: 0 not at all; the earlier in its list, the more.
int fit_of(std::string_view words, std::string_view word) {
    int rank = 1000;
    while (!words.empty()) {
        auto const space = words.find(' ');
        if (words.substr(0, space) == word) return rank;
        --rank;
        words = space == std::string_view::npos ? std::string_view() : words.substr(space + 1);
    }
    return 0;
}

std::vector<std::string_view> cells_of(FileBeginning const& beginning, std::size_t column) {
    std::vector<std::string_view> cells;
    for (auto const& row : beginning.rows)
        if (row.problem == RowProblem::none && column < row.cells.size() && !row.cells[column].empty())
            cells.emplace_back(row.cells[column]);
    return cells;
}

/// What most of the column's cells are.
CellKind kind_of_column(FileBeginning const& beginning, std::size_t column) {
    std::array<std::size_t, 6> counts{};
    std::size_t all = 0;
    for (auto const cell : cells_of(beginning, column)) {
        ++counts[static_cast<std::size_t>(kind_of_cell(cell))];
        ++all;
    }
    for (auto const kind : {CellKind::email, CellKind::date, CellKind::phone, CellKind::number})
        if (all > 0 && counts[static_cast<std::size_t>(kind)] * 10 >= all * 8) return kind;
    return all == 0 ? CellKind::empty : CellKind::text;
}

class Suggestion {
public:
    Suggestion(ImportKind const& kind, FileBeginning const& beginning, schema::Schema const& schema)
        : beginning_(beginning), targets_(import_targets(kind, schema)), taken_(beginning.columns.size()) {
        for (std::size_t i = 0; i < taken_.size(); ++i) kinds_.push_back(kind_of_column(beginning, i));
    }

    /// What Kith wrote itself is named as the targets are.
    void by_names() {
        for (auto const& target : targets_) {
            auto const& columns = beginning_.columns;
            auto const found = std::find(columns.begin(), columns.end(), target.name);
            auto const column = static_cast<std::size_t>(found - columns.begin());
            if (found != columns.end() && !taken_[column] && kinds_[column] != CellKind::empty &&
                suits(target.name, kinds_[column]))
                add(target.name, column);
        }
    }

    void by_words(std::span<Words const> all) {
        for (auto const& [target, words] : all) {
            if (!is_target(target) || (has(target) && !is_repeatable(target))) continue;
            std::vector<std::pair<int, std::size_t>> fits;
            for (std::size_t column = 0; column < taken_.size(); ++column) {
                auto const fit = taken_[column] ? 0 : fit_of(words, plain(beginning_.columns[column]));
                if (fit > 0 && kinds_[column] != CellKind::empty && suits(target, kinds_[column]))
                    fits.emplace_back(fit, column);
            }
            std::sort(fits.begin(), fits.end(), [](auto const& a, auto const& b) {
                return a.first != b.first ? a.first > b.first : a.second < b.second;
            });
            if (!is_repeatable(target) && fits.size() > 1) fits.resize(1);
            for (auto const& [fit, column] : fits) add(target, column);
        }
    }

    /// Fields that somebody defined have the words of their labels.
    void by_labels() {
        for (auto const& target : targets_) {
            if (has(target.name)) continue;
            for (std::size_t column = 0; column < taken_.size(); ++column) {
                auto const word = plain(beginning_.columns[column]);
                bool const is_named = word == plain(target.name) ||
                                      std::any_of(target.label.begin(), target.label.end(),
                                                  [&](auto const& each) { return word == plain(each.second); });
                if (taken_[column] || word.empty() || !is_named) continue;
                add(target.name, column);
                break;
            }
        }
    }

    void by_content(std::string_view target, CellKind kind) {
        if (has(target) || !is_target(target)) return;
        for (std::size_t column = 0; column < taken_.size(); ++column)
            if (!taken_[column] && kinds_[column] == kind) return add(target, column);
    }

    std::vector<MappedColumn> take() { return std::move(map_); }

private:
    static bool suits(std::string_view target, CellKind kind) {
        // A column of mixed cells is believed its name.
        if (kind == CellKind::text) return true;
        if (target == "email") return kind == CellKind::email;
        if (target == "date") return kind == CellKind::date;
        for (auto const* number : {"amount", "units", "price", "discount", "tax", "cost", "margin"})
            if (target == number) return kind == CellKind::number || kind == CellKind::phone;
        return true;
    }
    bool is_target(std::string_view name) const {
        return std::any_of(targets_.begin(), targets_.end(), [&](auto const& each) { return each.name == name; });
    }
    bool is_repeatable(std::string_view name) const {
        return std::any_of(targets_.begin(), targets_.end(),
                           [&](auto const& each) { return each.name == name && each.is_repeatable; });
    }
    bool has(std::string_view target) const {
        return std::any_of(map_.begin(), map_.end(), [&](auto const& each) { return each.target == target; });
    }
    void add(std::string_view target, std::size_t column) {
        taken_[column] = true;
        map_.push_back({std::string(target), column, {}});
    }

    FileBeginning const& beginning_;
    std::vector<ImportTarget> targets_;
    std::vector<bool> taken_;
    std::vector<CellKind> kinds_;
    std::vector<MappedColumn> map_;
};

}  // namespace

ImportPlan suggested_plan(ImportKind const& kind, FileFormat const& format, FileBeginning const& beginning,
                          schema::Schema const& schema, ImportDefaults const& defaults) {
    ImportPlan plan;
    plan.kind = kind;
    plan.format = format;
    plan.columns = beginning.columns;
    plan.currency = defaults.currency;
    plan.time_zone = defaults.time_zone;
    Suggestion suggestion(kind, beginning, schema);
    suggestion.by_names();
    auto const object = kind.object(schema);
    // Of an object that somebody defined its own words come first.
    if (object && object->is_custom) suggestion.by_labels();
    if (kind.is_sales()) suggestion.by_words(sale_words);
    suggestion.by_words(object && object->name == "company" ? std::span<Words const>(company_words)
                                                            : std::span<Words const>(person_words));
    suggestion.by_labels();
    if (kind.is_about_people()) suggestion.by_content("email", CellKind::email);
    if (kind.is_people()) suggestion.by_content("phone", CellKind::phone);
    if (kind.is_sales()) suggestion.by_content("date", CellKind::date);
    plan.map = suggestion.take();
    if (object && object->name == "company")
        for (auto const* key : {"domain", "group_id"})
            if (plan.maps(key)) plan.key = key;
    std::vector<std::string_view> numbers, dates;
    for (std::size_t column = 0; column < plan.columns.size(); ++column) {
        auto const kind_of_cells = kind_of_column(beginning, column);
        if (kind_of_cells != CellKind::number && kind_of_cells != CellKind::date) continue;
        auto& list = kind_of_cells == CellKind::number ? numbers : dates;
        for (auto const cell : cells_of(beginning, column)) list.push_back(cell);
    }
    plan.decimal_mark = decimal_mark_of(numbers, format.delimiter == ';' && defaults.language != "en" ? ',' : '.');
    plan.date_order = date_order_of(dates).value_or(DateOrder::day_month_year);
    return plan;
}

}  // namespace kith::connect
