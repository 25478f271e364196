#include "app/demo/catalogue.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "app/demo/effects.hpp"

namespace kith::app::demo {

namespace {

using enum Season;

constexpr std::array all_products{
    Product{"KET-BREZ", "Kettle Brezza", "Kitchen", 4900, 34, none, true},
    Product{"KET-CLAS", "Kettle Classic", "Kitchen", 3490, 31, none, true},
    Product{"COF-BARI", "Coffee machine Barista", "Kitchen", 34900, 27, none, true},
    Product{"COF-FILT", "Filter coffee maker", "Kitchen", 6990, 29, none, true},
    Product{"TOA-TWIN", "Toaster Twin", "Kitchen", 3990, 30, none, true},
    Product{"BLE-NOVA", "Blender Nova", "Kitchen", 7990, 28, none, true},
    Product{"PAN-IRON", "Cast iron pan", "Kitchen", 5490, 38},
    Product{"KNI-CHEF", "Chef's knife", "Kitchen", 6450, 41},
    Product{"MUG-STON", "Stoneware mug", "Table", 1190, 52},
    Product{"BOW-STON", "Stoneware bowl", "Table", 1490, 51},
    Product{"GLA-WATE", "Water glasses, 6", "Table", 1890, 45},
    Product{"CLO-LINE", "Linen tablecloth", "Table", 4590, 0},
    Product{"VAC-ROBO", "Robot vacuum Orbit", "Home", 27900, 24, none, true},
    Product{"VAC-STIC", "Cordless vacuum", "Home", 18900, 26, none, true},
    Product{"WAS-8KG", "Washing machine WM-200", "Home", 42900, 19, none, true},
    Product{"IRO-STEA", "Steam iron", "Home", 5990, 32, none, true},
    Product{"LAM-DESK", "Desk lamp Arc", "Light", 4490, 43, none, true},
    Product{"LAM-FLOO", "Floor lamp Birch", "Light", 12900, 40, none, true},
    Product{"BED-LINE", "Linen bedding", "Textiles", 11900, 44},
    Product{"TOW-WAFF", "Waffle towel", "Textiles", 2290, 49},
    Product{"PIL-DOWN", "Down pillow", "Textiles", 6900, 42},
    Product{"BLA-WOOL", "Wool blanket", "Textiles", 8900, 46, winter},
    Product{"CAN-BEES", "Beeswax candle", "Light", 1190, 0, winter},
    Product{"LIG-STRI", "String lights", "Light", 1990, 48, winter},
    Product{"HEA-OIL", "Oil heater", "Home", 9900, 25, winter, true},
    Product{"GRI-CHAR", "Charcoal grill", "Garden", 14900, 29, garden, true},
    Product{"CHA-GARD", "Garden chair Oak", "Garden", 7900, 36, garden},
    Product{"HOS-20M", "Garden hose, 20 m", "Garden", 3290, 37, garden},
    Product{"POT-TERR", "Terracotta pot", "Garden", 1690, 54, garden},
    Product{"BOX-GIFT", "Gift box", "Gifts", 3990, 47, gift},
    Product{"ORN-STRA", "Straw ornaments", "Gifts", 1290, 0, gift},
    Product{"CAR-DESC", "Descaler", "Care", 990, 58},
    Product{"CAR-SOAP", "Olive soap", "Care", 690, 55},
    Product{"PAN-COFF", "Coffee beans, 1 kg", "Pantry", 1990, 33},
    Product{"PAN-HONE", "Linden honey", "Pantry", 890, 0},
};

using Weights = std::array<double, all_products.size()>;

// What is dear is bought more seldom by everyone.
Weights weights_of(int month, int income) {
    Weights weights{};
    for (std::size_t i = 0; i < weights.size(); ++i) {
        auto const euros = all_products[i].cents / 100.0;
        weights[i] = season_weight(all_products[i].season, month) *
                     std::pow(euros, effects::price_exponent[static_cast<std::size_t>(income)] - 0.45);
    }
    return weights;
}

std::array<std::array<Weights, 4>, 12> all_weights() {
    std::array<std::array<Weights, 4>, 12> all{};
    for (int month = 0; month < 12; ++month)
        for (int income = 0; income < 4; ++income)
            all[static_cast<std::size_t>(month)][static_cast<std::size_t>(income)] = weights_of(month, income);
    return all;
}

}  // namespace

double season_weight(Season season, int month) {
    switch (season) {
        case none:
            return 1;
        case garden:
            return month >= 3 && month <= 6 ? effects::garden_season : 1;
        case winter:
            return month >= 9 || month == 0 ? effects::winter_season : 1;
        case gift:
            return month == 11 ? effects::gift_season : 1;
    }
    return 1;
}

std::span<Product const> products() { return all_products; }

Product const& product(std::string_view sku) {
    return *std::find_if(all_products.begin(), all_products.end(),
                         [&](Product const& each) { return each.sku == sku; });
}

Product const& choose(Random& random, int month, int income) {
    static auto const all = all_weights();
    return all_products[random.weighted(all[static_cast<std::size_t>(month)][static_cast<std::size_t>(income)])];
}

}  // namespace kith::app::demo
