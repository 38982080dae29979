<?php
// php install.php SITE: create the database, install WordPress, print an application password.
[, $site] = $argv;
$config = file_get_contents($site . '/wp-config.php');
preg_match("/'DB_HOST', \"localhost:([^\"]+)\"/", $config, $socket);
preg_match("/'DB_USER', \"([^\"]+)\"/", $config, $user);
mysqli_report(MYSQLI_REPORT_OFF);
$database = @new mysqli('localhost', $user[1], '', '', 0, stripslashes($socket[1]));
if ($database->connect_errno) {
    fwrite(STDERR, 'database is not there yet: ' . $database->connect_error);
    exit(1);
}
$database->query('CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4');
$_SERVER += ['REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'HTTP_HOST' => '127.0.0.1', 'REMOTE_ADDR' => '127.0.0.1'];
define('WP_INSTALLING', true);
require $site . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('A real blog', 'admin', 'admin@example.test', false, '', bin2hex(random_bytes(9)));
wp_delete_comment(1, true);
wp_delete_post(1, true);
update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
update_option('blog_public', 1);
update_option('comment_moderation', 0);
global $wp_rewrite;
$wp_rewrite->init();
flush_rewrite_rules(false);
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'tests']);
echo $password;
