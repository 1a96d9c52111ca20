#compdef postsms postsms-install postsms-uninstall
# zsh completion for postsms(1), postsms-install(8) and postsms-uninstall(8)

_postsms_users() {
    local -a users
    users=(${${(f)"$(_call_program users postsms credentials list 2> /dev/null)"}%% *})
    _describe user users
}

_postsms_credentials() {
    local -a commands=(
        'add:add a user, or change a password'
        'remove:remove a user'
        'list:list the users'
        'test:ask SMSGate whether it takes a password'
    )
    local -a general=($common)
    local context state line
    _arguments -C '--version[show the version]' '(-h --help)'{-h,--help}'[show help]' '1:command:->command' '*::argument:->argument'
    case $state in
        command) _describe command commands ;;
        argument)
            case $words[1] in
                add) _arguments $general '--no-test[do not ask SMSGate]' '1:user:_postsms_users' ;;
                list) _arguments $general ;;
                remove | test) _arguments $general '1:user:_postsms_users' ;;
            esac
            ;;
    esac
}

_postsms() {
    local -a roles=(
        'pipe:send the message on standard input as one SMS'
        'milter:send messages while their clients wait'
        'auth:answer AUTH requests of smtpd'
        'check:find what is wrong with the setup'
        'credentials:add, remove, list and test users'
    )
    local -a common=(
        '--config[configuration file]:file:_files'
        '*-o[override one parameter]:name=value'
        '--version[show the version]'
        '(-h --help)'{-h,--help}'[show help]'
    )
    local context state line
    _arguments -C '--version[show the version]' '(-h --help)'{-h,--help}'[show help]' '1:command:->role' '*::argument:->argument'
    case $state in
        role) _describe command roles ;;
        argument)
            case $words[1] in
                pipe)
                    _arguments $common '--dry-run[send nothing; print the request]' \
                        '--explain[with --dry-run: explain what happens to the mail]' \
                        '--user[whose account sends]:user:_postsms_users' '--sender[envelope sender]:address' \
                        '--queue-id[queue id]:id' '1:recipient'
                    ;;
                milter) _arguments $common '--socket[make this socket and listen on it]:path:_files' ;;
                auth) _arguments $common ;;
                check)
                    _arguments $common '--config-directory[folder of main.cf]:folder:_directories' \
                        '--user[also log in as this user, on the ports and at SMSGate]:user:_postsms_users'
                    ;;
                credentials) _postsms_credentials ;;
            esac
            ;;
    esac
}

_postsms_install() {
    _arguments '--dry-run[show every change and make none]' '--domain[domain whose mail becomes SMS]:name' \
        '--url[URL of SMSGate]:url:_urls' '--submission[take ports 587 and 465]:choice:(yes no)' \
        '--port[another port with STARTTLS]:number:(2587 no)' '--milter[run postsms milter]::choice:(yes no)' \
        '--config-dir[folder of main.cf]:folder:_directories' '--executable[use this executable]:file:_files' \
        '--replace[replace what is not from postsms]' '--help[show help]'
}

_postsms_uninstall() {
    _arguments '--dry-run[show every change and make none]' '--purge[remove also users and settings]' \
        '--force[continue even if messages wait]' '--config-dir[folder of main.cf]:folder:_directories' '--help[show help]'
}

case $service in
    postsms) _postsms "$@" ;;
    postsms-install) _postsms_install "$@" ;;
    postsms-uninstall) _postsms_uninstall "$@" ;;
esac
