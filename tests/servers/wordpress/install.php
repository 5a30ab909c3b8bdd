<?php // install.php SITE < {"login": "Name shown", ...}: an empty blog with these authors; prints ids and a password.
$_SERVER['HTTP_HOST'] = 'localhost';
define('WP_INSTALLING', true);
require "{$argv[1]}/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Acme Blog', 'admin', 'admin@example.com', true, '', 'adminpass1234');
global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%postname%/');
$open = ['comment_moderation' => 0, 'comment_previously_approved' => 0, 'thread_comments_depth' => 10,
         'timezone_string' => 'UTC', 'close_comments_for_old_posts' => 0, 'comments_notify' => 0];
foreach ($open as $name => $value) update_option($name, $value);
$made = ['post_type' => ['post', 'page'], 'numberposts' => -1, 'post_status' => 'any'];
foreach (get_posts($made) as $one) wp_delete_post($one->ID, true);
$ids = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $login => $shown)
    $ids[$login] = wp_insert_user(['user_login' => $login, 'user_pass' => "{$login}pass123", 'role' => 'author',
                                   'display_name' => $shown, 'user_email' => "$login@example.com"]);
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'tests']);
file_put_contents("{$argv[1]}/app.json", json_encode(['ids' => $ids, 'password' => $password]));
