// The routes of working together on records: comments, the inbox, watches and favourites.
#pragma once

#include "http/router.hpp"
#include "records/talk/comments.hpp"
#include "records/talk/inbox.hpp"
#include "records/talk/marks.hpp"

namespace kith::records {

void add_talk_routes(http::Router& router, Comments& comments, Inbox& inbox, Marks& marks);

}  // namespace kith::records
