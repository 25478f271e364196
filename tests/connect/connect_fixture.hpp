// Sources and their calls on a database of their own, on SQLite and on PostgreSQL with the same assertions.
#pragma once

#include "connect/connect_routes.hpp"
#include "http/server.hpp"
#include "schema/definitions.hpp"
#include "tests/people/people_fixture.hpp"

namespace kith::connect {

class ConnectTest : public people::PeopleTest {
protected:
    void SetUp() override {
        people::PeopleTest::SetUp();
        if (IsSkipped()) return;
        definitions_ = std::make_unique<schema::Definitions>(*database_, *published_);
        auto connect =
            Connect::load(*database_, *people_, *records_, *definitions_, [this](Actor const& then) -> Result<Actor> {
                if (is_gone_) return Error::forbidden("Gone.");
                auto now = Actor::system(then.name);
                now.kind = then.kind;
                now.id = then.id;
                now.role = "administrator";
                return now;
            });
        ASSERT_OK(connect);
        connect_ = connect.take();
        add_tracking_routes(router_, *connect_);
        auto const source = connect_->sources().add("Shop", "web");
        ASSERT_OK(source);
        source_ = *SourceId::parse((*source)["id"].get<std::string>());
        key_ = (*source)["key"]["secret"].get<std::string>();
    }

    http::Response post(std::string path, std::string body,
                        std::vector<std::pair<std::string, std::string>> headers = {}) {
        http::Request request;
        request.method = http::Method::post;
        request.path = std::move(path);
        request.body = std::move(body);
        for (auto& [name, value] : headers) request.headers.add(name, value);
        return http::answer(router_, [](http::Request const&) -> Result<Actor> { return Actor{}; }, request);
    }

    /// Posts calls as a batch with the key in the body.
    http::Response send(Json calls) {
        return post("/v1/batch", dump_json({{"batch", std::move(calls)}, {"writeKey", key_}}));
    }

    static Json track(std::string const& id, std::string const& event, std::string const& user,
                      Json properties = Json::object()) {
        return {{"type", "track"},
                {"messageId", id},
                {"event", event},
                {"userId", user},
                {"properties", std::move(properties)}};
    }

    /// received, stored, duplicates, rejected.
    std::vector<std::int64_t> counters() {
        auto const source = connect_->sources().get(source_);
        EXPECT_TRUE(source);
        auto const& counters = (*source)["counters"];
        std::vector<std::int64_t> all;
        for (auto name : {"received", "stored", "duplicates", "rejected"})
            all.push_back(counters[name].get<std::int64_t>());
        EXPECT_EQ(all[0], all[1] + all[2] + all[3]);
        return all;
    }

    Json dead_letters(std::string reason = "") {
        auto list = connect_->dead_letters().list({std::nullopt, std::move(reason)}, "", 200);
        EXPECT_TRUE(list);
        return list ? (*list)["data"] : Json::array();
    }

    bool is_gone_ = false;  ///< whoever began something may not come in any more
    std::unique_ptr<schema::Definitions> definitions_;
    std::unique_ptr<Connect> connect_;
    http::Router router_;
    SourceId source_;
    std::string key_;
};

}  // namespace kith::connect
