#!/bin/sh
# A Redmine of its own from Debian's packages: set_up.sh FOLDER PORT. Serves until it is ended; says "ready" before.
# Where the folder holds one that was set up before, it is only served again. Bundler must be the one the package was made with, at install and at run; puma runs as www-data.
set -eu
folder=$1 port=$2
here=$(cd "$(dirname "$0")" && pwd)
export BUNDLER_VERSION=2.3.15 DEBIAN_FRONTEND=noninteractive

if [ ! -f /usr/share/redmine/config.ru ] || ! command -v puma >/dev/null; then
    apt-get update -qq >/dev/null
    printf 'redmine redmine/instances/default/dbconfig-install boolean true\nredmine redmine/instances/default/database-type select sqlite3\n' |
        debconf-set-selections
    apt-get install -y -qq --no-install-recommends redmine redmine-sqlite puma ruby-sqlite3 >/dev/null
fi

if [ ! -f "$folder/api_key" ]; then
    mkdir -p "$folder/files" "$folder/log" "$folder/tmp"
    cp "$(sed -n 's/^ *database: *//p' /etc/redmine/default/database.yml)" "$folder/redmine.db"
    chmod 755 "$(dirname "$folder")" 2>/dev/null || true
    chown -R www-data: "$folder"
fi
export RAILS_ENV=production DATABASE_URL="sqlite3:$folder/redmine.db" RAILS_LOG_TO_STDOUT= HOME="$folder"
export TMPDIR="$folder/tmp" SECRET_KEY_BASE=only-in-these-tests-only-in-these-tests REDMINE_INSTANCE=default
cd /usr/share/redmine
if [ ! -f "$folder/api_key" ]; then
    cp "$here/data.rb" "$folder/data.rb"
    setpriv --reuid=www-data --regid=www-data --init-groups bundle exec rails runner "$folder/data.rb"
fi
echo ready
exec setpriv --reuid=www-data --regid=www-data --init-groups puma -e production -t 2:4 -b "tcp://127.0.0.1:$port" config.ru
