// The door of the subcommands: the API itself, as the program's own actor. Where a server owns the data folder they go
// through its socket; else they take the lock and answer themselves, with the same code.
#pragma once

#include <memory>
#include <string>

#include "app/data_folder.hpp"
#include "app/settings.hpp"
#include "app/socket_client.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace kith::app {

class Kith;

class Door {
public:
    /// `unavailable` where another process owns the folder and does not answer.
    static Result<std::unique_ptr<Door>> open(Settings const& settings,
                                              DataFolder::IfAbsent if_absent = DataFolder::IfAbsent::refuse);
    virtual ~Door() = default;

    virtual Result<http::Response> answer(http::Request request) = 0;
    /// As `answer`, for a body that memory should not hold: `take` gets it piece by piece as it comes, unless the
    /// answer is a problem, which is whole in the response. `unavailable` where it breaks off.
    virtual Result<http::Response> download(http::Request request, BodyTaker const& take) = 0;
    /// Whether a server is running and answers.
    virtual bool is_remote() const = 0;
    /// The program itself, where it answers here; null where a server does.
    virtual Kith* here() = 0;

    /// The JSON of a successful answer (null where it has no body); a problem becomes the error that it was.
    Result<Json> call(http::Method method, std::string path, Json const& body = nullptr);
    /// Every item of a list, page by page.
    Result<Json> list(std::string const& path);
};

/// The error that a problem document tells of.
Error error_of(http::Response const& response);

}  // namespace kith::app
