# fish completion for postsms(1), postsms-install(8) and postsms-uninstall(8)

set -l roles pipe milter auth check credentials
set -l commands add remove list test
set -l is __fish_seen_subcommand_from
set -l in_credentials "$is credentials; and $is $commands"

function __postsms_users
    postsms credentials list 2>/dev/null | string split --fields 1 ' '
end

complete -c postsms -f
complete -c postsms -l version -d 'Show the version'
complete -c postsms -s h -l help -d 'Show help'
complete -c postsms -n "not $is $roles" -a pipe -d 'Send the message on standard input as one SMS'
complete -c postsms -n "not $is $roles" -a milter -d 'Send messages while their clients wait'
complete -c postsms -n "not $is $roles" -a auth -d 'Answer AUTH requests of smtpd'
complete -c postsms -n "not $is $roles" -a check -d 'Find what is wrong with the setup'
complete -c postsms -n "not $is $roles" -a credentials -d 'Add, remove, list and test users'
for condition in "$is pipe milter auth check" $in_credentials
    complete -c postsms -n $condition -l config -rF -d 'Configuration file'
    complete -c postsms -n $condition -s o -x -d 'Override one parameter: name=value'
end
complete -c postsms -n "$is pipe" -l dry-run -d 'Send nothing; print the request'
complete -c postsms -n "$is pipe" -l explain -d 'With --dry-run: explain what happens to the mail'
complete -c postsms -n "$is pipe" -l user -xa '(__postsms_users)' -d 'Whose account sends'
complete -c postsms -n "$is pipe" -l sender -x -d 'Envelope sender'
complete -c postsms -n "$is pipe" -l queue-id -x -d 'Queue id'
complete -c postsms -n "$is milter" -l socket -rF -d 'Make this socket and listen on it'
complete -c postsms -n "$is check" -l config-directory -xa '(__fish_complete_directories)' -d 'Folder of main.cf'
complete -c postsms -n "$is check" -l user -xa '(__postsms_users)' -d 'Also log in as this user, on the ports and at SMSGate'
complete -c postsms -n "$is credentials; and not $is $commands" -a add -d 'Add a user, or change a password'
complete -c postsms -n "$is credentials; and not $is $commands" -a remove -d 'Remove a user'
complete -c postsms -n "$is credentials; and not $is $commands" -a list -d 'List the users'
complete -c postsms -n "$is credentials; and not $is $commands" -a test -d 'Ask SMSGate whether it takes a password'
complete -c postsms -n "$is credentials; and $is add" -l no-test -d 'Do not ask SMSGate'
complete -c postsms -n "$is credentials; and $is remove test" -a '(__postsms_users)'

for command in postsms-install postsms-uninstall
    complete -c $command -f
    complete -c $command -l dry-run -d 'Show every change and make none'
    complete -c $command -l config-dir -xa '(__fish_complete_directories)' -d 'Folder of main.cf'
    complete -c $command -l help -d 'Show help'
end
complete -c postsms-install -l domain -x -d 'Domain whose mail becomes SMS'
complete -c postsms-install -l url -x -d 'URL of SMSGate'
complete -c postsms-install -l submission -xa 'yes no' -d 'Take ports 587 and 465'
complete -c postsms-install -l port -xa '2587 no' -d 'Another port with STARTTLS'
complete -c postsms-install -l milter -a 'yes no' -d 'Run postsms milter'
complete -c postsms-install -l executable -rF -d 'Use this executable'
complete -c postsms-install -l replace -d 'Replace what is not from postsms'
complete -c postsms-uninstall -l purge -d 'Remove also users and settings'
complete -c postsms-uninstall -l force -d 'Continue even if messages wait'
