#!/bin/sh
# pipe.sh URL USER:PASSWORD RECIPIENT < message
# What people write who have a shell and curl.
text=$(sed -e '1,/^$/d' -e 's/[\\"]/\\&/g' -e 's/$/\\n/' | tr -d '\n\r\t' | cut -c 1-1224)
status=$(curl --silent --max-time 30 --user "$2" --header 'Content-Type: application/json' \
    --data-raw "{\"textMessage\":{\"text\":\"$text\"},\"phoneNumbers\":[\"${3%@*}\"]}" \
    --output /dev/null --write-out '%{http_code}' "$1/messages")
case $status in
    2??) exit 0 ;;
    401 | 403) exit 77 ;;
    5??) exit 69 ;;
    *) exit 75 ;;
esac
